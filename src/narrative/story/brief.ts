/** What a report says in short: for a letter to a customer and for a comment on a ticket. The same findings, the same words. */
import type { Analysis } from '../../model/verdict.ts';
import type { Catalogue } from '../catalogue.ts';
import { markdownText } from '../escape.ts';
import { Voice } from '../voice.ts';
import { resetsFilter } from '../wireshark.ts';
import { brandLine } from './brand.ts';
import { noReset } from './no-reset.ts';
import { type PageOne, pageOne } from './page-one.ts';
import { labels, noticeOf, subtitleOf, titleOf } from './story.ts';
import { chooseSubject, type StoryOptions } from './subject.ts';
import { triageRows } from './triage.ts';

/** What both templates, `letter` and `comment`, lay out. */
export interface Brief {
  readonly title: string;
  readonly view: object;
}

/** Measures, open questions: a page and a comment hold no more. */
const ACTIONS = 4;
const UNKNOWNS = 3;

export function tellBrief(analysis: Analysis, catalogue: Catalogue, options: StoryOptions): Brief {
  const timeZone = options.timeZone ?? 'UTC';
  const voice = new Voice(catalogue, { quote: markdownText, timeZone }, analysis.captures[0]?.zeroNs ?? null);
  const subject = chooseSubject(analysis, options.subjectFrame);
  const told = subject === null ? voice : voice.about(subject.verdict, analysis);
  const page = subject === null ? withoutReset(analysis, voice) : pageOne(analysis, subject, told, options.causes);
  const title = titleOf(subject, told);
  const unknowns = page.unknowns.slice(0, UNKNOWNS);
  const view = {
    t: labels(voice),
    title,
    subtitle: subtitleOf(analysis, voice, options),
    brand: brandLine(options.brand, voice),
    notice: noticeOf(analysis, voice),
    salutation: voice.say('letter.salutation'),
    opening: voice.say('letter.opening', { names: voice.list(analysis.captures.map(({ name }) => voice.text(name))) }),
    closing: voice.say('letter.closing'),
    verdict: page.verdict,
    rows: page.rows,
    actions: page.actions.slice(0, ACTIONS),
    unknowns,
    anyUnknowns: unknowns.length > 0,
    filter: subject === null ? null : resetsFilter(subject.verdict),
  };
  return { title, view };
}

/** A capture without a RST: what was found instead, and what to capture. */
function withoutReset(analysis: Analysis, voice: Voice): PageOne {
  const { verdict, lookAlikes, next } = noReset(analysis, voice);
  return {
    verdict,
    rows: triageRows(analysis, null, voice),
    actions: next.map(({ action }) => action),
    unknowns: lookAlikes,
  };
}
