/** The catalogue of causes for a terminal: all of them, or one with its signs and checklist. No RST is at hand, so facts are shown as ‹names›. */
import type { CauseText } from '../model/catalogue.ts';
import type { FactKinds, FactShape } from '../model/reading.ts';
import { commonFacts } from '../model/story-keys.ts';
import type { Catalogue } from './catalogue.ts';
import type { TextOptions } from './decode-text.ts';
import { type Arguments, Messages, Quantity } from './message.ts';
import { createPainter } from './painter.ts';
import { plainVoice } from './plain-text.ts';
import { type CauseSheet, parties } from './story/subject.ts';
import { cellWidth, indented, wrap } from './text-width.ts';
import type { Voice } from './voice.ts';

const MARGIN = '   ';

/** Every cause with its id and its name. */
export function explainList(causes: readonly CauseSheet[], catalogue: Catalogue, options: TextOptions): string {
  const teacher = new Teacher(catalogue);
  const widest = Math.max(0, ...causes.map(({ id }) => cellWidth(id)));
  const lines = causes.flatMap(({ id }) => {
    const first = `${MARGIN}${id.padEnd(widest)}  `;
    return indented(teacher.tell(textOf(catalogue, id).title), options.width, ' '.repeat(first.length), first);
  });
  return `${[createPainter(options).strong(teacher.voice.say('explain.listTitle')), '', ...lines].join('\n')}\n`;
}

/** One cause: what it is, its signs and what they mean, who checks what, how to prevent it, sources. */
export function explainToText(cause: CauseSheet, catalogue: Catalogue, options: TextOptions): string {
  const teacher = new Teacher(catalogue);
  const { voice } = teacher;
  const text = textOf(catalogue, cause.id);
  const painter = createPainter(options);
  const general = teacher.tell(text.explanation);
  const explanation =
    text.linux === undefined ? general : voice.say('page.explained', { general, linux: teacher.tell(text.linux) });
  const section = (key: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ['', painter.strong(voice.say(`explain.${key}`)), ...lines];
  const items = (texts: readonly string[]): readonly string[] =>
    texts.flatMap((item) => indented(item, options.width, MARGIN, ' - '));
  const lines = [
    painter.strong(voice.say('explain.title', { title: teacher.tell(text.title), id: cause.id })),
    '',
    ...[explanation, ...standing(cause, text, teacher)].flatMap((line) => wrap(line, options.width)),
    ...section('signs', items(signsOf(cause, text, teacher))),
    ...section('checks', checkLines(cause, teacher, options.width)),
    ...section('mitigations', items(text.mitigations.map((message) => teacher.tell(message)))),
    ...section('sources', items(cause.sources)),
  ];
  return `${lines.join('\n')}\n`;
}

/** Says sentences without a RST: every fact is a name in ‹brackets›. */
class Teacher {
  readonly voice: Voice;
  readonly #messages: Messages;
  readonly #common: Arguments;

  constructor(catalogue: Catalogue) {
    this.voice = plainVoice(catalogue);
    const number = this.voice.say('explain.examples.number');
    const numbers = Object.defineProperty(new Intl.NumberFormat(catalogue.tag), 'format', { value: () => number });
    this.#messages = new Messages(catalogue.tag, {
      getNumberFormat: () => numbers,
      getDateTimeFormat: (...parameters) => new Intl.DateTimeFormat(...parameters),
      getPluralRules: (...parameters) => new Intl.PluralRules(...parameters),
    });
    this.#common = { ...this.#examples(commonFacts), ...this.#parties() };
  }

  tell(message: string, shape: FactShape = {}): string {
    return this.#messages.format(message, { ...this.#common, ...this.#examples(shape) });
  }

  #parties(): Arguments {
    const named = (name: string): string => this.voice.say(`explain.examples.${name}`);
    return { client: named('client'), server: named('server'), sender: named('sender'), receiver: named('receiver') };
  }

  #examples(shape: FactShape): Arguments {
    return Object.fromEntries(Object.entries(shape).map(([name, kind]) => [name, this.#example(kind)]));
  }

  #example(kind: keyof FactKinds): Arguments[string] {
    if (kind === 'duration' || kind === 'time' || kind === 'text' || kind === 'term') {
      return this.voice.say(`explain.examples.${kind}`);
    }
    // ICU plural needs a number: two takes the general form in every language that has one.
    return new Quantity(2, this.voice.say('explain.examples.number'));
  }
}

function textOf(catalogue: Catalogue, id: string): CauseText {
  const text = catalogue.cause(id);
  if (text === null) throw new Error(`"${id}" has no texts in ${catalogue.tag}`);
  return text;
}

function standing({ origin, impact, caps }: CauseSheet, { decides }: CauseText, teacher: Teacher): readonly string[] {
  const { voice } = teacher;
  const cap = (place: keyof typeof caps): string => voice.say(`explain.capWords.${caps[place]}`);
  return [
    '',
    voice.say('explain.origin', {
      origin: voice.say(`origins.${origin}`),
      impact: voice.say(`impacts.${impact}.label`),
    }),
    voice.say('explain.caps', { client: cap('client'), server: cap('server'), middle: cap('middle') }),
    voice.say('explain.decides', { text: teacher.tell(decides) }),
  ];
}

function signsOf({ signs }: CauseSheet, text: CauseText, teacher: Teacher): readonly string[] {
  return Object.entries(signs).map(([name, { bearing, facts }]) => {
    const sentence = text.signs[name];
    if (sentence === undefined) throw new Error(`no sentence for the sign "${name}"`);
    return `[${teacher.voice.say(`explain.bearings.${bearing}`)}] ${teacher.tell(sentence.seen, facts)}`;
  });
}

function checkLines({ checks }: CauseSheet, teacher: Teacher, width: number): readonly string[] {
  const { voice } = teacher;
  return parties.flatMap((party) => {
    const steps = checks[party].flatMap((id) => {
      const { action, command, expected, meaning } = voice.catalogue.check(id);
      return [
        ...indented(teacher.tell(action), width, MARGIN, ' - '),
        ...(command === '' ? [] : command.split('\n').map((line) => `${MARGIN}  ${line}`)),
        ...indented(voice.say('explain.expected', { text: teacher.tell(expected) }), width, MARGIN),
        ...indented(voice.say('explain.meaning', { text: teacher.tell(meaning) }), width, MARGIN),
      ];
    });
    return steps.length === 0 ? [] : [voice.say(`parties.${party}`), ...steps];
  });
}
