/** Sentences for a terminal: no Markdown, and nothing from a packet or a file name that the terminal would obey. */

import { errorFacts, type WhyrstError } from '../model/errors.ts';
import type { FactShape } from '../model/reading.ts';
import { visible } from '../model/visible.ts';
import type { Catalogue } from './catalogue.ts';
import { Voice } from './voice.ts';

/** A voice for plain text. */
export function plainVoice(catalogue: Catalogue, timeZone = 'UTC', zeroNs: bigint | null = null): Voice {
  return new Voice(catalogue, { quote: visible, timeZone }, zeroNs);
}

/** What went wrong and what to do next, in the reader's language. */
export function errorText({ code, facts }: WhyrstError, catalogue: Catalogue): { message: string; hint: string } {
  const voice = plainVoice(catalogue);
  const { message, hint } = catalogue.error(code);
  const shape: FactShape = errorFacts[code];
  const values = voice.facts(shape, facts);
  return { message: voice.tell(message, values), hint: voice.tell(hint, values) };
}

/** A sentence of common.json with plain values, for the command line: `cli.written`, `cli.progress`, … */
export function uiText(
  catalogue: Catalogue,
  key: string,
  values: Readonly<Record<string, string | number>> = {},
): string {
  const voice = plainVoice(catalogue);
  const printed = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === 'number' ? voice.count(value) : voice.text(value),
  ]);
  return voice.say(key, Object.fromEntries(printed) as Parameters<Voice['say']>[1]);
}
