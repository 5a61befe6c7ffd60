// Runs a program and reads from the kernel what it needed (GNU time, wait4(2)).

import { spawnSync } from 'node:child_process';
import { accessSync, constants, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

/** A program with its arguments. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
}

/** What one run needed. */
export interface Measurement {
  readonly wallSeconds: number;
  /** User and system time of all threads. */
  readonly cpuSeconds: number;
  /** Largest resident set. */
  readonly peakBytes: number;
}

/** Whether a program can be found. */
export function isInstalled(program: string): boolean {
  const { PATH = '' } = process.env;
  return PATH.split(delimiter).some((folder) => isExecutable(resolve(folder, program)));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Runs a command to its end, its output thrown away. */
export function measure({ program, args }: Command): Measurement {
  const folder = mkdtempSync(join(tmpdir(), 'whyrst-bench-'));
  const report = join(folder, 'time');
  try {
    const run = spawnSync('time', ['-o', report, '-f', '%e %U %S %M', program, ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
    });
    if (run.error !== undefined) throw new Error(`GNU time is needed (Debian package "time"): ${run.error.message}`);
    if (run.status !== 0) throw new Error(`${program} ended with ${run.status}: ${run.stderr}`);
    const [wall = 0, user = 0, system = 0, kilobytes = 0] = readFileSync(report, 'utf8').trim().split(' ').map(Number);
    return { wallSeconds: wall, cpuSeconds: user + system, peakBytes: kilobytes * 1024 };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The median of each figure. */
export function median(runs: readonly Measurement[]): Measurement {
  const middle = (figure: (run: Measurement) => number): number => {
    const sorted = runs.map(figure).sort((a, b) => a - b);
    return ((sorted[(sorted.length - 1) >> 1] ?? 0) + (sorted[sorted.length >> 1] ?? 0)) / 2;
  };
  return {
    wallSeconds: middle((run) => run.wallSeconds),
    cpuSeconds: middle((run) => run.cpuSeconds),
    peakBytes: middle((run) => run.peakBytes),
  };
}

/** The wall time of the run that was disturbed least, in seconds. */
export function fastest(runs: readonly Measurement[]): number {
  return Math.min(...runs.map((run) => run.wallSeconds));
}
