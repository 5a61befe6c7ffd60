import { readFileSync } from 'node:fs';
import { markdownToPdf, type Pdf } from '../../src/pdf/write-pdf.ts';
import { reportOptions } from './report-options.ts';

export type FixtureLanguage = 'zh-CN' | 'en';

/** The Markdown of a fixture report. */
export function fixtureSource(language: FixtureLanguage): string {
  return readFileSync(new URL(`./fixtures/report.${language}.md`, import.meta.url), 'utf8');
}

/** A fixture report as PDF. */
export function fixture(language: FixtureLanguage): Promise<Pdf> {
  return markdownToPdf(fixtureSource(language), reportOptions[language]);
}
