import type { Verdict } from '../../model/verdict.ts';
import type { Voice } from '../voice.ts';

/** Fewer characters than this are bytes that happen to be printable; a share below this is binary data with letters in it. */
const SHORTEST = 4;
const PRINTABLE_SHARE = 0.9;

/** Printable ASCII; RFC 9293 §3.5.3 speaks of a RST that carries text, without saying how it is encoded. */
const isPrintable = (byte: number): boolean => byte >= 0x20 && byte < 0x7f;

/** Bytes as text, a dot for each one that cannot be shown. */
export function asText(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => (isPrintable(byte) ? String.fromCharCode(byte) : '.')).join('');
}

/** The text that a RST carries, as devices do that state their reason; null when it carries none. Bytes that end it (NUL, line break) are left out. */
export function statedText({ payload, payloadLength }: Verdict): string | null {
  const end = payload.findLastIndex(isPrintable) + 1;
  const bytes = payload.subarray(0, end);
  const printable = bytes.filter(isPrintable).length;
  if (printable < SHORTEST || printable < PRINTABLE_SHARE * bytes.length) return null;
  return payloadLength > payload.length ? `${asText(bytes)}…` : asText(bytes);
}

/** What the RST itself says, as the statement of whoever sent it, and whether the verdict is another; null when it says nothing. */
export function statedSentence(verdict: Verdict, voice: Voice): string | null {
  const { stated } = verdict;
  if (stated !== null) {
    const { by, code, pen, meaning, conflict } = stated;
    return voice.say(`stated.${by}`, {
      code: String(code),
      pen: String(pen),
      meaning: voice.say(`stated.meanings.${meaning ?? 'unknown'}`),
      conflict: conflict ? 'yes' : 'no',
    });
  }
  const text = statedText(verdict);
  return text === null ? null : voice.say('page.stated', { text: voice.text(text) });
}
