import type { Origin, Verdict } from '../../model/verdict.ts';

/**
 * Whether the rules of the Linux kernel are those of the host that the RST names: its TCP stack was recognised as Linux, as another one,
 * or not at all.
 */
export function kernelOf({ stack }: Pick<Verdict, 'stack'>): 'linux' | 'perhaps' | 'other' {
  if (stack === 'linux') return 'linux';
  return stack === 'unknown' ? 'perhaps' : 'other';
}

/** Where the RST may have come from, the most likely first, each once. */
export function originsOf({ origin }: Pick<Verdict, 'origin'>): readonly Origin[] {
  return [...new Set([origin.value, ...origin.tied])];
}
