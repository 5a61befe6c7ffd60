import type { Analysis } from '../../model/verdict.ts';
import { clockAt } from '../clock.ts';

/** The day that a report bears: the one asked for, else that on which the capture ended. null: it holds no packet. */
export function reportDate(
  { captures }: Pick<Analysis, 'captures'>,
  date: string | undefined,
  timeZone: string,
): string | null {
  const endNs = captures.at(-1)?.endNs ?? null;
  return date ?? (endNs === null ? null : clockAt(endNs, timeZone).date);
}
