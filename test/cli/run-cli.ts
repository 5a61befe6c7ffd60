/** Runs the command line in this process, with streams of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { run } from '../../src/cli/run.ts';

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: Uint8Array | Readable;
  /** Streams claim to be a terminal of 80 columns. */
  readonly isTTY?: boolean;
}

export const root = fileURLToPath(new URL('../../', import.meta.url));
/** Path of a sample's capture. */
export const sample = (name: string): string => join(root, 'samples', name, 'capture.pcap');
export const demo = sample('demo');

class Collected extends Writable {
  readonly isTTY: boolean;
  readonly columns = 80;
  text = '';

  constructor(isTTY: boolean) {
    super();
    this.isTTY = isTTY;
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, done: () => void): void {
    this.text += Buffer.from(chunk).toString();
    done();
  }
}

/** English unless the environment or the arguments say otherwise. */
export async function cli(
  argv: readonly string[],
  { env = {}, stdin, isTTY = false }: CliOptions = {},
): Promise<Outcome> {
  const stdout = new Collected(isTTY);
  const stderr = new Collected(isTTY);
  const bytes = stdin instanceof Readable ? stdin : Readable.from(stdin === undefined ? [] : [Buffer.from(stdin)]);
  const input = Object.assign(bytes, { isTTY });
  const code = await run(argv, { stdin: input, stdout, stderr, env });
  return { code, stdout: stdout.text, stderr: stderr.text };
}

/** An empty folder, removed by the function that comes with it. */
export function emptyFolder(): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'whyrst-cli-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** How the program is started from its sources. */
export const program: readonly string[] = ['--import', 'tsx', join(root, 'src/cli/main.ts')];
