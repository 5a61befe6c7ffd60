/** One RST, field by field, for a terminal: the segment it answers beside it; then each field's meaning, what was to be expected, what follows. */
import { headerField } from '../model/header-fields.ts';
import type { Analysis, FieldJudgement, Verdict } from '../model/verdict.ts';
import type { Catalogue } from './catalogue.ts';
import { columns } from './columns.ts';
import { createPainter, type Painter } from './painter.ts';
import { plainVoice } from './plain-text.ts';
import { fieldSentences, JUDGEMENT_MARKS } from './story/field-table.ts';
import { segmentText, triggerTerm } from './story/segment-text.ts';
import { causeTitle } from './story/subject.ts';
import { indented, wrap } from './text-width.ts';
import type { Voice } from './voice.ts';

/** The sentences about one field in one language. */
interface ToldField {
  readonly name: string;
  readonly meaning: string;
  readonly expected: string;
  readonly judged: string;
}

export interface TextOptions {
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  /** IANA name; default UTC. */
  readonly timeZone?: string;
}

export function decodeToText(
  verdict: Verdict,
  analysis: Pick<Analysis, 'captures'>,
  catalogue: Catalogue,
  options: TextOptions,
): string {
  const voice = plainVoice(catalogue, options.timeZone ?? 'UTC').about(verdict, analysis);
  const painter = createPainter(options);
  const lines = [
    painter.strong(voice.say('decode.title')),
    ...summaryOf(verdict, voice).flatMap((line) => wrap(line, options.width)),
    '',
    ...fieldColumns(verdict, voice, options.width),
    '',
    ...verdict.fields.flatMap((field) => fieldLines(field, voice, painter, options.width)),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function summaryOf(verdict: Verdict, voice: Voice): readonly string[] {
  const { reset, phase, cause, confidence } = verdict;
  return [
    voice.say('decode.time', { time: voice.time(reset.timeUs), zone: voice.zone(reset.timeUs) }),
    voice.say('decode.segment', { segment: segmentText(reset) }),
    ...triggerLines(verdict, voice),
    voice.say('decode.phase', { phase: voice.say(`phases.${phase}`) }),
    voice.say('decode.verdict', {
      title: voice.tell(causeTitle(voice.catalogue, cause)),
      sureness: confidence,
      confidence: voice.say(`confidence.${confidence}.label`),
    }),
  ];
}

function triggerLines({ trigger, builder }: Verdict, voice: Voice): readonly string[] {
  if (trigger === null) return [voice.say(builder.value === 'live-socket' ? 'decode.notReply' : 'decode.noTrigger')];
  const { segment, kind, delayUs, candidates } = trigger;
  const line = voice.say(builder.value === 'live-socket' ? 'decode.abort' : 'decode.trigger', {
    frame: String(segment.frame),
    what: voice.say(`terms.${triggerTerm(kind)}`),
    delay: voice.duration(delayUs),
    segment: segmentText(segment),
  });
  return candidates > 1 ? [line, voice.say('decode.candidates', { more: voice.count(candidates - 1) })] : [line];
}

/** The fields of the RST and, in a column of its own, those of the segment beside it. */
function fieldColumns({ reset, trigger, fields }: Verdict, voice: Voice, width: number): readonly string[] {
  const beside = trigger === null ? [] : [voice.say('decode.beside', { frame: String(trigger.segment.frame) })];
  const head = [voice.say('decode.field'), voice.say('decode.beside', { frame: String(reset.frame) }), ...beside];
  const rows = fields.map(({ field, value, judgement }) => [
    `${JUDGEMENT_MARKS[judgement]} ${voice.say(`fieldNames.${field}`)}`,
    voice.text(value),
    ...(trigger === null ? [] : [besideValue(field, trigger, voice)]),
    voice.say(`judgements.${judgement}`),
  ]);
  return columns([[...head, voice.say('decode.judgement')], ...rows], width);
}

/** What stands beside the timing of the RST is how much earlier the other segment passed. */
function besideValue(field: string, { segment, delayUs }: NonNullable<Verdict['trigger']>, voice: Voice): string {
  const value = headerField(field, segment);
  return value === null ? voice.say('decode.earlier', { delay: voice.duration(delayUs) }) : voice.text(value);
}

/** What is said about each field, as data. */
export function tellFields(verdict: Verdict, analysis: Pick<Analysis, 'captures'>, catalogue: Catalogue): ToldField[] {
  const voice = plainVoice(catalogue).about(verdict, analysis);
  return verdict.fields.map((field) => ({
    name: voice.say(`fieldNames.${field.field}`),
    meaning: voice.say(`fieldMeanings.${field.field}`),
    ...fieldSentences(field, voice),
  }));
}

function fieldLines(field: FieldJudgement, voice: Voice, painter: Painter, width: number): readonly string[] {
  const { expected, judged } = fieldSentences(field, voice);
  const name = voice.say(`fieldNames.${field.field}`);
  const head = `${name} ${voice.text(field.value)} · ${voice.say(`judgements.${field.judgement}`)}`;
  const line = (key: 'meaning' | 'expected' | 'judged', text: string): readonly string[] =>
    indented(voice.say(`decode.${key}`, { text }), width, '    ');
  return [
    `${JUDGEMENT_MARKS[field.judgement]} ${painter.strong(head)}`,
    ...line('meaning', voice.say(`fieldMeanings.${field.field}`)),
    ...line('expected', expected),
    ...line('judged', judged),
    '',
  ];
}
