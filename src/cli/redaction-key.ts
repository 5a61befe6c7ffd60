/** The key of a redaction: from its file, made there, or made for one run and forgotten. */
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { WhyrstError } from '../model/errors.ts';
import type { RedactionFlags } from './session.ts';

/** 256 bits, written as hexadecimal digits. */
const KEY_BYTES = 32;

/** The key that the options ask for; undefined: nothing is redacted. A key without a file is forgotten with the run. */
export function redactionKeyFrom({ redact, redactKey }: RedactionFlags): Uint8Array | undefined {
  if (redactKey !== undefined) return readOrMakeKey(redactKey);
  return redact === true ? randomBytes(KEY_BYTES) : undefined;
}

/** Reads a key that must be there. */
export function readKey(path: string): Uint8Array {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').trim();
  } catch (error) {
    throw new WhyrstError('usage/bad-key', { path, reason: reasonOf(error) }, { cause: error });
  }
  if (!new RegExp(`^[0-9a-f]{${KEY_BYTES * 2}}$`, 'i').test(text)) {
    throw new WhyrstError('usage/bad-key', { path, reason: `≠ ${KEY_BYTES * 2} × 0-9a-f` });
  }
  return Buffer.from(text, 'hex');
}

/** Makes a key where there is none, for its owner alone; an old one is never written over. */
function readOrMakeKey(path: string): Uint8Array {
  try {
    writeFileSync(path, `${randomBytes(KEY_BYTES).toString('hex')}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (reasonOf(error) !== 'EEXIST') {
      throw new WhyrstError('output/not-writable', { path, reason: reasonOf(error) }, { cause: error });
    }
  }
  return readKey(path);
}

function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
