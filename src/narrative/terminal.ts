/** The short answer for a terminal: what was found, how sure, who, which frames, what next. */
import type { Analysis } from '../model/verdict.ts';
import type { Catalogue } from './catalogue.ts';
import { createPainter, type Painter } from './painter.ts';
import { plainVoice } from './plain-text.ts';
import { diagnosticText } from './story/appendix.ts';
import { crossingSentences } from './story/crossing.ts';
import { noReset } from './story/no-reset.ts';
import { numbersOf } from './story/numbers.ts';
import { howSure, pageOne, verdictText, whoActed } from './story/page-one.ts';
import { statedSentence } from './story/stated.ts';
import { causeTitle, chooseSubject, type StoryOptions, type Subject, verdictsOf } from './story/subject.ts';
import { goneRows, markedTitle, triageRows } from './story/triage.ts';
import { indented, wrap } from './text-width.ts';
import type { Voice } from './voice.ts';

export interface TerminalOptions extends StoryOptions {
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

/** Findings told in a terminal; the report has the others. */
const FINDINGS = 10;
const MARGIN = '   ';

interface Desk {
  readonly analysis: Analysis;
  readonly voice: Voice;
  readonly painter: Painter;
  readonly options: TerminalOptions;
}

export function toTerminal(analysis: Analysis, catalogue: Catalogue, options: TerminalOptions): string {
  const voice = plainVoice(catalogue, options.timeZone ?? 'UTC', analysis.captures[0]?.zeroNs ?? null);
  const desk = { analysis, voice, painter: createPainter(options), options };
  const lines = [...headOf(desk), '', ...bodyOf(desk), ...triageLines(desk), ...notesOf(desk)];
  return `${lines.join('\n').trimEnd()}\n`;
}

function headOf({ analysis, voice, options }: Desk): readonly string[] {
  const { captures, verdicts, connections } = analysis;
  const text = voice.say('terminal.head', {
    names: voice.list(captures.map(({ name }) => voice.text(name))),
    packets: voice.count(captures.reduce((sum, { packets }) => sum + packets, 0)),
    connections: voice.count(connections),
    resets: voice.count(verdicts.filter(({ sameAs }) => sameAs === null).length),
  });
  return wrap(text, options.width);
}

function bodyOf(desk: Desk): readonly string[] {
  const { analysis, voice, options } = desk;
  const subject = chooseSubject(analysis, options.subjectFrame);
  if (subject === null) return withoutReset(desk);
  const rest = analysis.findings.filter(({ id, suppressedBy }) => id !== subject.finding.id && suppressedBy === null);
  const findings = [subject.finding, ...rest];
  const told = findings.slice(0, FINDINGS).flatMap((finding, index) => {
    const verdict = index === 0 ? subject.verdict : verdictsOf(analysis, finding)[0];
    return verdict === undefined ? [] : [...findingLines({ finding, verdict }, index + 1, desk), ''];
  });
  const more = findings.length - FINDINGS;
  return more > 0
    ? [...told, ...wrap(voice.say('terminal.more', { more: voice.count(more) }), options.width), '']
    : told;
}

function findingLines({ finding, verdict }: Subject, number: number, desk: Desk): readonly string[] {
  const { analysis, painter, options } = desk;
  const voice = desk.voice.about(verdict, analysis);
  const { width, causes } = options;
  const sureness = verdict.confidence;
  const confidence = painter.sure(voice.say(`confidence.${sureness}.label`), sureness);
  const title = markedTitle(painter.strong(voice.tell(causeTitle(voice.catalogue, finding.cause))), finding, voice);
  const paragraph = (text: string): readonly string[] => indented(text, width, MARGIN);
  const { actions } = pageOne(analysis, { finding, verdict }, voice, causes);
  const next = actions[0];
  const stated = statedSentence(verdict, voice);
  return [
    voice.say('terminal.finding', { number: String(number), title, sureness, confidence }),
    ...paragraph(verdictText(verdict, voice)),
    ...paragraph(numbersOf(finding, analysis, voice)).map(painter.faint),
    ...(stated === null ? [] : paragraph(stated)),
    ...crossingSentences(verdict, analysis, voice).flatMap(paragraph),
    ...paragraph(voice.say('terminal.who', { text: whoActed(verdict, voice) })),
    ...paragraph(voice.say('terminal.sure', { text: howSure(verdict, voice) })),
    ...(next === undefined ? [] : paragraph(voice.say('terminal.next', { text: next }))),
  ];
}

function withoutReset({ analysis, voice, options }: Desk): readonly string[] {
  const { verdict, endings, lookAlikes, next } = noReset(analysis, voice);
  const first = next[0];
  return [
    ...wrap(verdict, options.width),
    '',
    ...endings.flatMap(({ name, count }) => indented(`${name} · ${count}`, options.width, MARGIN, ' - ')),
    ...lookAlikes.flatMap((text) => indented(text, options.width, MARGIN, ' - ')),
    '',
    ...(first === undefined ? [] : wrap(voice.say('terminal.next', { text: first.action }), options.width)),
    ...(first?.command?.lines ?? []).map((line) => MARGIN + line),
    '',
  ];
}

/** What is new, gone or suppressed. */
function triageLines({ analysis, voice, options: { width, subjectFrame } }: Desk): readonly string[] {
  const lead = chooseSubject(analysis, subjectFrame)?.finding ?? null;
  const rows = triageRows(analysis, lead, voice);
  if (rows.length === 0) return [];
  const gone = goneRows(analysis.triage?.gone.slice(0, FINDINGS) ?? [], voice);
  return [
    ...rows.flatMap(({ label, text }) => indented(voice.say('terminal.row', { label, text }), width, '')),
    ...gone.flatMap((row) => indented(voice.say('terminal.gone', row), width, MARGIN, ' - ')),
    '',
  ];
}

function notesOf({ analysis, voice, options }: Desk): readonly string[] {
  const { diagnostics } = analysis;
  if (diagnostics.length === 0) return [];
  const shown = diagnostics.slice(0, FINDINGS);
  return [
    voice.say('terminal.diagnostics', { count: voice.count(diagnostics.length) }),
    ...shown.flatMap((each) => indented(diagnosticText(each, voice), options.width, MARGIN, ' - ')),
  ];
}
