import type { Voice } from '../voice.ts';

/** Puts sentences one after the other, with the space that the language wants between them. */
export function joinSentences(sentences: readonly string[], voice: Voice): string {
  return sentences.join(voice.say('lists.sentenceGap'));
}
