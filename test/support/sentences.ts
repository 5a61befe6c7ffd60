/** What tests ask of the sentences in locales/: their arguments, their literal text, their keys. */
import { IntlMessageFormat } from 'intl-messageformat';

type Element = ReturnType<IntlMessageFormat['getAst']>[number];

/** Element types of the ICU parser. */
const LITERAL = 0;
const ARGUMENT = 1;
const SELECT = 5;
const PLURAL = 6;
const POUND = 7;

function walk(elements: readonly Element[], visit: (element: Element) => void): void {
  for (const element of elements) {
    visit(element);
    if ('options' in element) for (const { value } of Object.values(element.options)) walk(value, visit);
  }
}

function parse(message: string, tag: string): readonly Element[] {
  return new IntlMessageFormat(message, tag, undefined, { ignoreTag: true }).getAst();
}

/** Names that a message quotes; throws when it uses more of ICU than arguments, select and plural. */
export function argumentsOf(message: string, tag: string): readonly string[] {
  const names = new Set<string>();
  walk(parse(message, tag), (element) => {
    const type: number = element.type;
    if (![LITERAL, ARGUMENT, SELECT, PLURAL, POUND].includes(type))
      throw new Error(`only arguments, select and plural: ${message}`);
    if (type === ARGUMENT || type === SELECT || type === PLURAL) names.add((element as { value: string }).value);
  });
  return [...names].sort();
}

/** The literal parts of a message. */
export function literalsOf(message: string, tag: string): readonly string[] {
  const literals: string[] = [];
  walk(parse(message, tag), (element) => {
    if ((element.type as number) === LITERAL) literals.push((element as { value: string }).value);
  });
  return literals;
}

/** All strings of a nested object by dotted key. */
export function flatten(node: unknown, prefix = ''): ReadonlyMap<string, string> {
  const entries = new Map<string, string>();
  for (const [key, value] of Object.entries(node as Record<string, unknown>)) {
    if (typeof value === 'string') entries.set(prefix + key, value);
    else for (const [inner, text] of flatten(value, `${prefix}${key}.`)) entries.set(inner, text);
  }
  return entries;
}
