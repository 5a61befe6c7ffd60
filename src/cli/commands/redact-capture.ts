import { realpathSync } from 'node:fs';
import { revealAddress, rewriteCapture, uiText } from '../../index.ts';
import { WhyrstError } from '../../model/errors.ts';
import { PendingFile } from '../output-files.ts';
import { readKey, redactionKeyFrom } from '../redaction-key.ts';
import type { CommonFlags, RedactionFlags, Session } from '../session.ts';

/** `whyrst redact IN OUT`: the capture without what would tell about anybody, as pcapng. */
export async function redactCapture(
  input: string,
  output: string,
  flags: CommonFlags & RedactionFlags,
  { surroundings, terminal, language }: Session,
): Promise<void> {
  if (isSameFile(input, output)) throw new WhyrstError('usage/bad-value', { option: 'redact', value: output });
  const redactionKey = redactionKeyFrom({ ...flags, redact: true });
  const file = new PendingFile(output);
  try {
    const { frames } = await rewriteCapture(
      input,
      (bytes) => {
        file.write(bytes);
      },
      {
        ...(redactionKey === undefined ? {} : { redactionKey }),
        comment: uiText(language, 'cli.redact.comment'),
        stdin: surroundings.stdin,
      },
    );
    file.finish();
    if (flags.quiet === true) return;
    await terminal.note(uiText(language, 'cli.redact.written', { path: output, packets: frames }));
  } finally {
    file.abandon();
  }
}

function isSameFile(a: string, b: string): boolean {
  try {
    return realpathSync(a) === realpathSync(b);
  } catch {
    return false;
  }
}

/** `whyrst reveal ADDRESS... --redact-key FILE`: the originals, one to a line, for whoever has the key. */
export async function revealAddresses(
  addresses: readonly string[],
  { redactKey }: { readonly redactKey: string },
  { terminal }: Session,
): Promise<void> {
  const key = readKey(redactKey);
  const lines = addresses.map((address) => {
    const original = revealAddress(address, key);
    if (original === null) throw new WhyrstError('usage/bad-value', { option: 'reveal', value: address });
    return `${address} ${original}\n`;
  });
  await terminal.print(lines);
}
