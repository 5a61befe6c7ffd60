/**
 * `npm run lab`: plays the scenarios on the running kernel and judges whyrst by their captures. See samples/README.md.
 * Needs root, namespaces, tracefs and tcpdump; without them it says so and exits 0.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { accuracyPage } from './accuracy.ts';
import { describeScenarios, loadScenarios, type Named } from './catalogue.ts';
import { missing } from './machine.ts';
import { type Options, parseOptions } from './options.ts';
import type { Order, Result } from './order.ts';
import { Pool } from './pool.ts';
import { failures, isRight, nameOf, type Row } from './score.ts';
import { summary } from './summary.ts';

const PAGE = fileURLToPath(new URL('../../docs/accuracy.md', import.meta.url));
/** Exit codes as shells count them. */
const USAGE = 2;
const INTERRUPTED = 130;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function tell({ scenario, repeated, wrong, rows, unwritten }: Result): void {
  say(`${wrong.length === 0 ? 'ok  ' : 'FAIL'} ${scenario}`);
  if (repeated) say(`     played twice: ${repeated}`);
  for (const line of wrong) say(`     ${line}`);
  for (const row of rows.filter((each) => !isRight(each))) say(`     ${misjudged(row)}`);
  if (unwritten.length > 0) say(`     not judged, no truth is written: ${unwritten.join(', ')}`);
}

function misjudged({ capture, frame, truth, said }: Row): string {
  const answer = `${said.confidence} ${nameOf(said.cause, said.tied)}`;
  return `${capture}, frame ${frame}: ${nameOf(truth.cause, truth.sameTrace)}; whyrst says ${answer}`;
}

async function playAll(chosen: readonly Named[], seed: number | undefined, options: Options): Promise<Result[]> {
  const results: Result[] = [];
  const pool = new Pool(seed, Math.min(options.jobs, chosen.length));
  const interrupt = (): void => void pool.leave().then(() => process.exit(INTERRUPTED));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, interrupt);
  const order = ({ name }: Named): Order => ({
    scenario: name,
    record: options.record,
    keep: options.keep && join(options.keep, seed === undefined ? name : `${name}.${seed}`),
  });
  const alone = chosen.filter(({ scenario }) => scenario.alone);
  const others = chosen.filter(({ scenario }) => !scenario.alone);
  await pool.play(others.map(order), alone.map(order), (result) => {
    results.push(result);
    tell(result);
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, interrupt);
  await pool.leave();
  return results.sort((a, b) => (a.scenario < b.scenario ? -1 : 1));
}

async function main(options: Options): Promise<void> {
  const all = await loadScenarios();
  if (options.list) return say(describeScenarios(all));
  const unknown = options.names.filter((name) => !all.some((each) => each.name === name));
  if (unknown.length > 0) throw new Error(`no scenario ${unknown.join(', ')} in test/lab/scenarios`);
  const chosen = options.names.length === 0 ? all : all.filter(({ name }) => options.names.includes(name));
  const lack = missing();
  if (lack !== undefined) return say(`skipped: ${lack}`);

  const runs: Result[][] = [];
  for (const seed of options.seeds) {
    say(seed === undefined ? 'recording' : `seed ${seed}`);
    runs.push(await playAll(chosen, seed, options));
  }
  const results = runs.flat();
  const rows = results.flatMap((result) => result.rows);
  say(summary(results));
  // A few RSTs prove no rate: only a run of everything is held to the limits, and wrong proofs always.
  const missed =
    options.names.length === 0 ? failures(rows) : failures(rows).filter((each) => each.startsWith('proven was'));
  for (const failure of missed) say(`FAIL ${failure}`);
  if (options.accuracy)
    writeFileSync(
      PAGE,
      accuracyPage(
        results,
        options.seeds.filter((seed) => seed !== undefined),
      ),
    );
  const failed = results.filter(({ wrong }) => wrong.length > 0).length;
  say(`${results.length - failed} passed, ${failed + missed.length} failed`);
  process.exitCode = failed + missed.length > 0 ? 1 : 0;
}

try {
  await main(parseOptions(process.argv.slice(2)));
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = USAGE;
}
