/** A program of the system, run to its end. */
import { type SpawnSyncOptions, spawnSync } from 'node:child_process';

/** Returns what it printed; throws with all that it said when it failed. */
export function run(program: string, args: readonly string[], options: SpawnSyncOptions = {}): string {
  const { status, stdout, stderr } = spawnSync(program, args, { maxBuffer: 1 << 28, ...options, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${[program, ...args].join(' ')} ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}
