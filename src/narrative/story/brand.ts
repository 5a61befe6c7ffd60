import { type Brand, brandFacts } from '../../model/brand.ts';
import type { Voice } from '../voice.ts';
import type { FactRow } from './appendix.ts';

/** What is known about whose report this is. */
export function brandRows(brand: Brand | undefined, voice: Voice): readonly FactRow[] {
  return brandFacts.flatMap((key): readonly FactRow[] => {
    const value = brand?.[key];
    return value === undefined ? [] : [{ key, label: voice.say(`brand.${key}`), value: voice.text(value) }];
  });
}

/** The same in one line below the title; null: nothing is known. */
export function brandLine(brand: Brand | undefined, voice: Voice): string | null {
  const said = brandRows(brand, voice).map(({ label, value }) => `${label}${voice.say('report.colon')}${value}`);
  return said.length === 0 ? null : said.join(' · ');
}
