// npm run bench: times whyrst beside the programs that engineers use today, and shows how time and memory grow.

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type BigCapture, bigCapture } from './big-capture.ts';
import { type Contender, filter, others, whyrst } from './contenders.ts';
import { isInstalled, type Measurement, measure, median } from './measure.ts';
import { table } from './table.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
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

/** Measures contenders in turn, several rounds, so that whatever else the machine does hits all of them. */
function sideBySide(contenders: readonly Contender[], capture: BigCapture, times: number): Map<Contender, Measurement> {
  // The first run of all brings the file into the page cache.
  measure(filter.commandFor(capture.path));
  const runs = new Map<Contender, Measurement[]>(contenders.map((contender) => [contender, []]));
  for (let round = 0; round < times; round++) {
    for (const [contender, list] of runs) list.push(measure(contender.commandFor(capture.path)));
  }
  return new Map([...runs].map(([contender, list]) => [contender, median(list)]));
}

function captureOf(part: number): BigCapture {
  return bigCapture(`${ROOT}.bench`, { gigabytes: Number(values.gb) * part, seed: Number(values.seed) });
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

/** One line per contender, each against the filter of the same run. */
function compare(title: string, capture: BigCapture, results: Map<Contender, Measurement>): void {
  const base = results.get(filter);
  if (base === undefined) return;
  say(`\n${title}: ${gigabytes(capture.bytes)}, ${capture.connections} connections\n`);
  const rows = [...results].map(([{ name }, { wallSeconds, cpuSeconds, peakBytes }]) => [
    name,
    `${wallSeconds.toFixed(2)} s`,
    `${cpuSeconds.toFixed(2)} s`,
    `${(wallSeconds / base.wallSeconds).toFixed(2)}×`,
    `${(cpuSeconds / base.cpuSeconds).toFixed(2)}×`,
    megabytes(peakBytes),
  ]);
  say(table(['', 'wall', 'user + system', 'wall, to tcpdump', 'CPU, to tcpdump', 'peak memory'], rows));
}

function growth(): void {
  const rows = PARTS.map((part) => {
    const capture = captureOf(part);
    const results = sideBySide([filter, whyrst], capture, Math.min(3, rounds));
    const [base, own] = [results.get(filter), results.get(whyrst)];
    if (base === undefined || own === undefined) throw new Error('a contender was not measured');
    return [
      gigabytes(capture.bytes),
      `${capture.connections}`,
      `${own.wallSeconds.toFixed(2)} s`,
      `${(own.wallSeconds / base.wallSeconds).toFixed(2)}×`,
      megabytes(own.peakBytes),
    ];
  });
  say('\nGrowth of whyrst with the capture\n');
  say(table(['capture', 'connections', 'wall', 'wall, to tcpdump', 'peak memory'], rows));
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
if (!values.quick) {
  const small = captureOf(PARTS[0]);
  const slow = present.filter(({ isSlow }) => isSlow === true);
  compare('Side by side, one run', small, sideBySide([filter, whyrst, ...slow], small, 1));
}
