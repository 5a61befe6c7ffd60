/** Checks what was given to options. A wrong value is a usage error that names it and what would be right. */
import { WhyrstError } from '../model/errors.ts';
import { matchLanguage } from '../model/language.ts';
import { type ReportPart, reportParts } from '../model/report-parts.ts';
import type { Analysis, Vantage } from '../model/verdict.ts';
import { type Environment, knownLanguages } from './texts.ts';

const FORMATS = ['md', 'pdf', 'html', 'json', 'csv', 'sarif', 'junit'] as const;
export type Format = (typeof FORMATS)[number];

const VANTAGES = ['client', 'server', 'middle', 'auto'] as const;

/** Languages of the reports: the flag, WHYRST_LANG, all there are. */
export function languagesFrom(
  flag: string | undefined,
  env: Environment,
  known: readonly string[] = knownLanguages(),
): readonly string[] {
  const { WHYRST_LANG } = env;
  const wanted = flag ?? WHYRST_LANG;
  if (wanted === undefined || (flag === undefined && wanted === '')) return known;
  const tags = wordsOf(wanted).map((word) => {
    const tag = matchLanguage(word, known);
    if (tag === null) throw new WhyrstError('usage/unknown-language', { value: word, known: known.join(', ') });
    return tag;
  });
  return [...new Set(tags)];
}

/** The editions that a document in two languages has unless it is told others. */
const USUAL_PAIR = ['zh-CN', 'en'] as const;

/** The two languages of one document, in its order. */
export function pairFrom(flag: string | undefined, known: readonly string[]): readonly [first: string, second: string] {
  if (flag === undefined) return USUAL_PAIR;
  const [first, second, ...more] = languagesFrom(flag, {}, known);
  if (first === undefined || second === undefined || more.length > 0) {
    throw new WhyrstError('usage/not-a-pair', { value: flag, known: known.join(', ') });
  }
  return [first, second];
}

/** Formats of a report that is not told which. */
const USUAL_FORMATS: readonly Format[] = ['md', 'pdf', 'json'];

/** Formats of a report. */
export function formatsFrom(flag: string | undefined): readonly Format[];
export function formatsFrom<Known extends Format>(flag: string | undefined, known: readonly Known[]): readonly Known[];
export function formatsFrom(flag: string | undefined, known: readonly Format[] = FORMATS): readonly Format[] {
  if (flag === undefined) return known.filter((format) => USUAL_FORMATS.includes(format));
  const formats = wordsOf(flag).map((word) => {
    const format = known.find((each) => each === word.toLowerCase());
    if (format === undefined) throw new WhyrstError('usage/unknown-format', { value: word, known: known.join(', ') });
    return format;
  });
  return [...new Set(formats)];
}

/** Where the capture was taken; undefined: to be inferred. */
export function vantageFrom(flag: string | undefined): Vantage | undefined {
  if (flag === undefined || flag === 'auto') return undefined;
  const place = VANTAGES.find((each) => each === flag);
  if (place === undefined || place === 'auto') {
    throw new WhyrstError('usage/unknown-vantage', { value: flag, known: VANTAGES.join(', ') });
  }
  return place;
}

/** A time zone that this Node.js knows. */
export function timeZoneFrom(flag: string | undefined): string {
  if (flag === undefined) return 'UTC';
  try {
    return new Intl.DateTimeFormat('en', { timeZone: flag }).resolvedOptions().timeZone;
  } catch {
    throw new WhyrstError('usage/unknown-time-zone', { value: flag });
  }
}

/** A day of the calendar. */
export function dateFrom(flag: string | undefined): string | undefined {
  if (flag !== undefined && !isDay(flag)) throw new WhyrstError('usage/bad-date', { value: flag });
  return flag;
}

/** Whether a text is a day of the calendar, as 2026-11-20. */
export function isDay(text: string): boolean {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : new Date(Number.NaN);
  // February 30 is not refused by Date: it becomes a day of March.
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** A frame number. */
export function frameFrom(flag: string): number {
  const frame = /^\d+$/.test(flag) ? Number(flag) : 0;
  if (!Number.isSafeInteger(frame) || frame < 1) {
    throw new WhyrstError('usage/bad-value', { option: '--frame', value: flag });
  }
  return frame;
}

/** Parts of a report: those of `--sections`, less those of `--without`. */
export function partsFrom(sections: string | undefined, without: string | undefined): readonly ReportPart[] {
  const left = new Set(without === undefined ? [] : partNames(without));
  const wanted = sections === undefined ? reportParts : partNames(sections);
  return reportParts.filter((part) => wanted.includes(part) && !left.has(part));
}

function partNames(list: string): readonly ReportPart[] {
  return wordsOf(list).map((word) => {
    const part = reportParts.find((each) => each === word.toLowerCase());
    if (part === undefined)
      throw new WhyrstError('usage/unknown-section', { value: word, known: reportParts.join(', ') });
    return part;
  });
}

/** Characters of a comment: short enough for every ticket system, long enough for the verdict and what to do. */
const USUAL_COMMENT = 4000;
const SHORTEST_COMMENT = 1000;

/** The limit of a comment. */
export function commentLimitFrom(flag: string | undefined): number {
  if (flag === undefined) return USUAL_COMMENT;
  const limit = /^\d+$/.test(flag) ? Number(flag) : 0;
  if (!Number.isSafeInteger(limit) || limit < SHORTEST_COMMENT) {
    throw new WhyrstError('usage/bad-value', { option: `--comment-limit (≥ ${SHORTEST_COMMENT})`, value: flag });
  }
  return limit;
}

/** How many captures are worked on at a time; null: as many as there are cores. */
export function jobsFrom(flag: string | undefined): number | null {
  if (flag === undefined) return null;
  const jobs = /^\d+$/.test(flag) ? Number(flag) : 0;
  if (!Number.isSafeInteger(jobs) || jobs < 1)
    throw new WhyrstError('usage/bad-value', { option: '--jobs', value: flag });
  return jobs;
}

/** Seconds after a RST until it is judged; at least one, so that what follows at once is not missed. */
export function settleFrom(flag: string): number {
  const seconds = /^\d+$/.test(flag) ? Number(flag) : 0;
  if (seconds < 1 || seconds > LONGEST_SETTLE)
    throw new WhyrstError('usage/bad-value', { option: '--settle', value: flag });
  return seconds;
}

/** RSTs are not kept waiting longer than this: an hour, seconds. */
const LONGEST_SETTLE = 3600;

/** How many frames an error lists. */
const LISTED = 20;

/** Demands that a frame of the capture is a RST. */
export function demandReset({ captures, verdicts }: Analysis, frame: number): void {
  const frames = [...new Set(verdicts.map(({ reset }) => reset.frame))];
  if (frames.includes(frame)) return;
  const more = frames.length > LISTED ? ', …' : '';
  const known = frames.length === 0 ? '—' : frames.slice(0, LISTED).join(', ') + more;
  const packets = captures.reduce((sum, capture) => sum + capture.packets, 0);
  throw new WhyrstError(frame > packets ? 'usage/unknown-frame' : 'usage/frame-not-reset', { frame, known });
}

function wordsOf(list: string): readonly string[] {
  return list.split(',').map((word) => word.trim());
}
