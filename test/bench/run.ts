// npm run bench: times whyrst beside the programs that engineers use today, and shows how time and memory grow.

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type BigCapture, bigCapture } from './big-capture.ts';
import { type Contender, filter, others, whyrst } from './contenders.ts';
import { MASSES, massCapture } from './mass-resets.ts';
import { fastest, isInstalled, type Measurement, measure, median } from './measure.ts';
import { table } from './table.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Where captures are kept for later runs. */
const FOLDER = `${ROOT}.bench`;
/** Parts of the full size at which the growth is shown. */
const PARTS = [1 / 8, 1 / 4, 1 / 2, 1] as const;

const { values } = parseArgs({
  options: {
    gb: { type: 'string', default: '1.2' },
    seed: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '5' },
    quick: { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

type Runs = Map<Contender, Measurement[]>;

/** Measures contenders in turn, several rounds, so that whatever else the machine does hits all of them. */
function sideBySide(contenders: readonly Contender[], capture: BigCapture, count: number): Runs {
  // This run, which does not count, brings the file into the page cache.
  measure(filter.commandFor(capture.path));
  const runs: Runs = new Map(contenders.map((contender) => [contender, []]));
  for (let round = 0; round < count; round++) {
    for (const [contender, list] of runs) list.push(measure(contender.commandFor(capture.path)));
  }
  return runs;
}

function captureOf(part: number): BigCapture {
  return bigCapture(FOLDER, { gigabytes: Number(values.gb) * part, seed: Number(values.seed) });
}

/** Which of the other programs can be run here; says why the rest is left out. */
function installed(contenders: readonly Contender[]): Contender[] {
  return contenders.filter((contender) => {
    const { program } = contender.commandFor('');
    if (isInstalled(program)) return true;
    say(`${contender.name}: skipped, ${program} is not installed`);
    return false;
  });
}

/** One line per contender, each against the filter of the same rounds. */
function compare(title: string, capture: BigCapture, results: Runs): void {
  const filtering = results.get(filter) ?? [];
  const base = median(filtering);
  say(`\n${title}: ${gigabytes(capture.bytes)}, ${capture.connections} connections\n`);
  const rows = [...results].map(([{ name }, runs]) => {
    const { wallSeconds, cpuSeconds, peakBytes } = median(runs);
    const ratios = [
      wallSeconds / base.wallSeconds,
      fastest(runs) / fastest(filtering),
      cpuSeconds / base.cpuSeconds,
    ].map(times);
    return [name, `${wallSeconds.toFixed(2)} s`, `${cpuSeconds.toFixed(2)} s`, ...ratios, megabytes(peakBytes)];
  });
  say(table(['', 'wall', 'CPU', 'wall, to tcpdump', 'fastest runs', 'CPU, to tcpdump', 'peak memory'], rows));
}

function growth(): void {
  const rows = PARTS.map((part) => {
    const capture = captureOf(part);
    const results = sideBySide([filter, whyrst], capture, Math.min(3, rounds));
    const [filtering, own] = [results.get(filter) ?? [], results.get(whyrst) ?? []];
    const { wallSeconds, peakBytes } = median(own);
    return [
      gigabytes(capture.bytes),
      `${capture.connections}`,
      `${wallSeconds.toFixed(2)} s`,
      times(wallSeconds / median(filtering).wallSeconds),
      times(fastest(own) / fastest(filtering)),
      megabytes(peakBytes),
    ];
  });
  say('\nGrowth of whyrst with the capture\n');
  say(table(['capture', 'connections', 'wall', 'wall, to tcpdump', 'fastest runs', 'peak memory'], rows));
}

/** How many of each kind of trouble one capture holds. */
const COUNTS = [10_000, 100_000] as const;

/** RSTs and connections in masses: what each costs when there are many of them. */
function masses(): void {
  const rows = MASSES.map((mass) => {
    const [few, many] = COUNTS.map((count) => measure(whyrst.commandFor(massCapture(FOLDER, mass, count).path)));
    if (few === undefined || many === undefined) throw new RangeError('two counts are compared');
    const more = COUNTS[1] - COUNTS[0];
    return [
      mass,
      `${few.cpuSeconds.toFixed(2)} s`,
      `${many.cpuSeconds.toFixed(2)} s`,
      `${(((many.cpuSeconds - few.cpuSeconds) / more) * 1e6).toFixed(0)} µs`,
      megabytes(few.peakBytes),
      megabytes(many.peakBytes),
      `${((many.peakBytes - few.peakBytes) / more / 1000).toFixed(1)} kB`,
    ];
  });
  say(`\nMasses: ${COUNTS.join(' and ')} of each\n`);
  say(table(['', 'CPU', 'CPU', 'each', 'peak memory', 'peak memory', 'each'], rows));
}

function times(ratio: number): string {
  return `${ratio.toFixed(1)}×`;
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(2)} GB`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}

execFileSync(process.execPath, [`${ROOT}scripts/build.mjs`], { stdio: 'inherit' });
if (!isInstalled('tcpdump')) throw new Error('every figure is a ratio to tcpdump: install it first');
const full = captureOf(1);
const present = installed(others);
const quick = present.filter(({ isSlow }) => isSlow !== true);
compare('Side by side', full, sideBySide([filter, whyrst, ...quick], full, rounds));
growth();
masses();
if (!values.quick) {
  const small = captureOf(PARTS[0]);
  const slow = present.filter(({ isSlow }) => isSlow === true);
  compare('Side by side, one run', small, sideBySide([filter, whyrst, ...slow], small, 1));
}
