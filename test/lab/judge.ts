/** Judges whyrst by the captures of one scenario. */
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { analyze, type Verdict } from '../../src/index.ts';
import { join as joinTruth, type Known } from './known.ts';
import type { Result } from './order.ts';
import type { Scenario } from './scenario.ts';
import type { Row, Said } from './score.ts';
import type { Take } from './take.ts';
import { exactly, statementsOf } from './written.ts';

const SAMPLES = fileURLToPath(new URL('../../samples/', import.meta.url));

/** Keeps the captures of samples. */
export function store(takes: readonly Take[]): void {
  for (const { id, spec, file } of takes) {
    if (spec === undefined || (spec.resets !== undefined && !existsSync(join(SAMPLES, id)))) continue;
    mkdirSync(join(SAMPLES, id), { recursive: true });
    copyFileSync(file, join(SAMPLES, id, 'capture.pcap'));
  }
}

/** Copies all captures of a scenario into a folder. */
export function copy(takes: readonly Take[], folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const { id, file } of takes) copyFileSync(file, join(folder, `${id}.pcap`));
}

function said({ cause, tied, confidence, kernelReasons, builder, origin, vantage }: Verdict): Said {
  const { value, confidence: sure } = vantage;
  return { cause, tied, confidence, kernelReasons, builder, origin, vantage: { value, confidence: sure } };
}

/** Whether whyrst lists the RSTs of a capture, no more and no fewer; the verdicts in their order. */
async function listed({ file, resets }: Take): Promise<{ verdicts: readonly Verdict[]; wrong: string[] }> {
  const { verdicts } = await analyze(file);
  const found = verdicts.map(({ reset }) => reset.frame).join(', ');
  const there = resets.map(({ frame }) => frame).join(', ');
  return {
    verdicts,
    wrong: found === there ? [] : [`RSTs are in frames ${there || 'none'}, listed: ${found || 'none'}`],
  };
}

/** Judges each capture of which the truth is written. */
export async function judge(
  name: string,
  scenario: Scenario,
  takes: readonly Take[],
  exact: boolean,
): Promise<Omit<Result, 'scenario'>> {
  const rows: Row[] = [];
  const wrong: string[] = [];
  const unwritten: string[] = [];
  for (const take of takes) {
    const { verdicts, wrong: unlisted } = await listed(take);
    const statements = statementsOf(take, scenario) ?? (take.resets.length === 0 ? [] : undefined);
    const joined = statements && joinTruth(take.resets, take.truths, statements);
    const found = [...unlisted, ...(exact ? exactly(take) : (joined?.wrong ?? []))];
    wrong.push(...found.map((each) => `${take.id}: ${each}`));
    const base = { scenario: name, capture: take.id, at: take.at };
    if (joined === undefined) unwritten.push(take.id);
    else rows.push(...rowsOf(base, take, joined.known, verdicts));
  }
  return { control: scenario.control === true, rows, captures: takes.length - unwritten.length, unwritten, wrong };
}

function rowsOf(
  base: Omit<Row, 'frame' | 'truth' | 'said'>,
  { resets }: Take,
  known: readonly (Known | null)[],
  verdicts: readonly Verdict[],
): Row[] {
  const verdictOf = new Map(verdicts.map((verdict) => [verdict.reset.frame, verdict]));
  return resets.flatMap(({ frame }, index): Row[] => {
    const truth = known[index] ?? null;
    const verdict = verdictOf.get(frame);
    return truth === null || verdict === undefined ? [] : [{ ...base, frame, truth, said: said(verdict) }];
  });
}
