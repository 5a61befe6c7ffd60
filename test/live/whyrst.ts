/** Runs `whyrst attach` as it is built, and keeps what it wrote. */
import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The files it left on disk, by name. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** A copy of a sample's capture under a name of its own. */
export function captureNamed(name: string, sample = 'demo'): string {
  const path = join(mkdtempSync(join(tmpdir(), 'capture-')), name);
  copyFileSync(fileURLToPath(new URL(`../../samples/${sample}/capture.pcap`, import.meta.url)), path);
  return path;
}

/** Seconds before it gives up on a request, where a test says nothing else. */
const TIMEOUT = '20';

/** `whyrst attach` with these arguments, in an empty folder. The environment holds the token and little else. */
export async function attach(argv: readonly string[], env: Readonly<Record<string, string>>): Promise<Outcome> {
  const output = mkdtempSync(join(tmpdir(), 'report-'));
  const patience = argv.includes('--timeout') ? [] : ['--timeout', TIMEOUT];
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [PROGRAM, 'attach', ...argv, ...patience, '-o', output], {
    env: { PATH, LC_ALL: 'C.UTF-8', TZ: 'UTC', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const told = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      told[name] += text;
    });
  }
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const files = new Map(readdirSync(output).map((name) => [name, new Uint8Array(readFileSync(join(output, name)))]));
  return { code, ...told, files };
}
