/**
 * `npm run live`: installs Redmine and Request Tracker from Debian's packages, starts them on loopback, and posts to them with the command
 * as it is built. Needs root and apt; without them it says so and exits 0.
 */
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { install, missing } from './packages.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const TESTS = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/live/vitest.config.ts'];

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Runs the tests with a temporary folder that is gone afterwards, whatever became of them; returns their exit code. */
async function test(): Promise<number> {
  const TMPDIR = mkdtempSync(join(tmpdir(), 'whyrst-live-'));
  chmodSync(TMPDIR, 0o755);
  // The tests get the signal too, end, and end the servers.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  const child = spawn(process.execPath, TESTS, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, TMPDIR } });
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  rmSync(TMPDIR, { recursive: true, force: true });
  return code ?? 1;
}

const lack = missing();
if (lack === undefined) {
  const started = Date.now();
  if (install()) say(`installed the packages in ${Math.round((Date.now() - started) / 1000)} s`);
  process.exitCode = await test();
} else {
  say(`skipped: ${lack}`);
}
