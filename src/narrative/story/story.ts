/** Analysis and language → view model of the report. Every string in it is Markdown, ready for a template. */

import type { FigureData } from '../../model/figure.ts';
import { reportParts } from '../../model/report-parts.ts';
import type { Analysis } from '../../model/verdict.ts';
import type { Catalogue } from '../catalogue.ts';
import { markdownText } from '../escape.ts';
import { figureView } from '../figures/figure-view.ts';
import { figuresOf } from '../figures/figures-of.ts';
import { Voice } from '../voice.ts';
import { connectionFilter, framesFilter } from '../wireshark.ts';
import { appendixOf, diagnosticText, sourcesOf } from './appendix.ts';
import { brandLine, brandRows } from './brand.ts';
import { checksFor, otherSystem } from './checklist.ts';
import { consideredCauses, moreRuledOut } from './considered.ts';
import { coverRows } from './cover.ts';
import { decisionPath } from './decision-path.ts';
import { evidenceOf } from './evidence-list.ts';
import { fieldTable, payloadText } from './field-table.ts';
import { findingRows, moreFindings, otherFindings } from './findings.ts';
import { limitsOf } from './limits.ts';
import { measureOf } from './measure.ts';
import { noReset } from './no-reset.ts';
import { pageOne } from './page-one.ts';
import { questionsOf } from './questions.ts';
import { reportDate } from './report-date.ts';
import { joinSentences } from './sentences.ts';
import { causeTitle, chooseSubject, type StoryOptions, type Subject } from './subject.ts';
import { aroundReset, timelineOf } from './timeline.ts';
import { triageRows, triageView } from './triage.ts';

/** A view model and the template that lays it out. */
export interface Story {
  readonly template: 'report' | 'no-reset';
  readonly title: string;
  readonly view: object;
  /** What may be drawn in place of the fenced blocks of the same id. */
  readonly figures: readonly FigureData[];
}

export function tellStory(analysis: Analysis, catalogue: Catalogue, options: StoryOptions): Story {
  const timeZone = options.timeZone ?? 'UTC';
  const voice = new Voice(catalogue, { quote: markdownText, timeZone }, analysis.captures[0]?.zeroNs ?? null);
  const subject = chooseSubject(analysis, options.subjectFrame);
  const frame = {
    t: labels(voice),
    subtitle: subtitleOf(analysis, voice, options),
    brand: brandLine(options.brand, voice),
    notice: noticeOf(analysis, voice),
    rows: [...brandRows(options.brand, voice), ...coverRows(analysis, voice)],
    triage: triageView(analysis, voice),
  };
  if (subject === null) {
    const title = titleOf(null, voice);
    const view = {
      ...frame,
      title,
      ...noReset(analysis, voice),
      page: { rows: triageRows(analysis, null, voice) },
      appendix: appendixOf(analysis, voice, []),
    };
    return { template: 'no-reset', title, view, figures: [] };
  }
  const told = voice.about(subject.verdict, analysis);
  const title = titleOf(subject, told);
  const figures = figuresOf(analysis, subject, told);
  const view = { ...frame, title, ...reportView(analysis, subject, told, options), figures: figureViews(figures) };
  return { template: 'report', title, view, figures };
}

function reportView(analysis: Analysis, subject: Subject, voice: Voice, { causes, parts }: StoryOptions): object {
  const { verdict, finding } = subject;
  const frame = String(verdict.reset.frame);
  const all = findingRows({ analysis, voice });
  const others = otherFindings({ analysis, voice }, finding);
  const measure = measureOf(analysis);
  return {
    show: Object.fromEntries(reportParts.map((part) => [part, parts === undefined || parts.includes(part)])),
    page: pageOne(analysis, subject, voice, causes),
    findings:
      all.length === 0 ? null : { rows: all, more: moreFindings(analysis.findings.length, { analysis, voice }) },
    timelineIntro: voice.say('page.timelineIntro', { frame, zone: voice.zone(verdict.reset.timeUs) }),
    timeline: timelineOf(verdict, voice),
    filterIntro: voice.say('page.filters'),
    filters: [framesFilter(aroundReset(verdict).map(({ segment }) => segment.frame)), connectionFilter(verdict)],
    path: decisionPath(verdict, voice),
    considered: {
      rows: consideredCauses(verdict, voice, measure.ruledOut),
      more: moreRuledOut(verdict, voice, measure.ruledOut),
    },
    questions: questionsOf(verdict, voice),
    checklistNote: otherSystem(verdict, voice),
    checklist: checksFor(verdict, voice, causes, measure.checks),
    fieldsIntro: voice.say('page.fieldsIntro', { frame }),
    fields: fieldTable(verdict, voice),
    payload: payloadText(verdict, voice),
    evidence: evidenceOf(verdict, voice),
    limits: limitsOf(verdict, voice),
    others:
      others.sections.length + others.folded.length === 0 ? null : { ...others, anyFolded: others.folded.length > 0 },
    appendix: appendixOf(analysis, voice, sourcesOf(verdict, causes)),
  };
}

/** Figures by id; null where there is nothing to draw. */
function figureViews(figures: readonly FigureData[]): Readonly<Record<FigureData['id'], object | null>> {
  const none = { ladder: null, ladderThere: null, fields: null, silence: null, resets: null };
  return { ...none, ...Object.fromEntries(figures.map((figure) => [figure.id, figureView(figure)])) };
}

/** Names the document by what was found. */
export function titleOf(subject: Subject | null, told: Voice): string {
  if (subject === null) return told.say('noReset.title');
  const { cause, confidence } = subject.verdict;
  return told.say('page.title', { cause: told.tell(causeTitle(told.catalogue, cause)), sureness: confidence });
}

/** The words of the layout: headings, column heads. */
export function labels(voice: Voice): Readonly<Record<string, string>> {
  return Object.fromEntries(voice.catalogue.keysOf('report').map((key) => [key, voice.say(`report.${key}`)]));
}

/** What a reader must know before anything else: that not all of the capture was looked at. */
export function noticeOf({ diagnostics }: Analysis, voice: Voice): string | null {
  const said = diagnostics
    .filter(({ code }) => /^(?:redact|selection|join|text|watch)\//.test(code))
    .map((each) => diagnosticText(each, voice));
  return said.length === 0 ? null : joinSentences(said, voice);
}

export function subtitleOf({ captures, tool }: Analysis, voice: Voice, { date }: StoryOptions): string {
  const printed = reportDate({ captures }, date, voice.manner.timeZone);
  const names = voice.list(captures.map(({ name }) => voice.text(name)));
  const version = voice.text(tool.version);
  if (printed === null) return voice.say('page.subtitleUndated', { names, version });
  return voice.say('page.subtitle', { names, version, date: voice.text(printed) });
}
