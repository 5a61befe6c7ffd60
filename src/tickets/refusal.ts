/** What it means that a server refuses or fails, what it says of it, and whether the same may be asked again. */
import type { ErrorCode, WhyrstError } from '../model/errors.ts';
import { at, numberAt, parsed, textAt } from './answer.ts';

/** The server did not do it and says so (RFC 6585 §4, RFC 9110 §15.6.4). */
const NOT_DONE: ReadonlySet<number> = new Set([429, 503]);

const REFUSALS: ReadonlyMap<number, Extract<ErrorCode, `ticket/${string}`>> = new Map([
  [401, 'ticket/unauthorized'],
  [403, 'ticket/forbidden'],
  [404, 'ticket/not-found'],
  [413, 'ticket/too-large'],
] as const);

/** The code of our error for the status of an answer. */
export const refusalCode = (status: number): Extract<ErrorCode, `ticket/${string}`> =>
  REFUSALS.get(status) ?? 'ticket/refused';

/** Lost, failed within the server, or in conflict with another edit, which Redmine answers with 422 and no reason. */
export function isOpen({ code, facts }: WhyrstError): boolean {
  if (code === 'ticket/unreachable' || code === 'ticket/slow') return true;
  const status = numberAt(facts, 'status');
  return code === 'ticket/refused' && (status >= 500 || (status === 422 && textAt(facts, 'reason') === ''));
}

/** A reading does nothing, so it may be repeated after any failure of the server. */
export const mayRepeat = (status: number, isReading: boolean): boolean =>
  NOT_DONE.has(status) || (isReading && status >= 500);

/** Seconds or a date (RFC 9110 §10.2.3) as milliseconds from now. */
export function retryAfterMs(header: string | null): number | null {
  if (header === null) return null;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - Date.now());
}

/** The code of the operating system or of TLS beneath `fetch failed`. */
export function reasonOf(error: unknown): string {
  let node = error;
  while (node instanceof Error && node.cause instanceof Error) node = node.cause;
  const code = textAt(node, 'code');
  return code !== '' ? code : node instanceof Error ? node.message : String(node);
}

/** Fields in which the systems say why. */
const WORDS = ['errors', 'errorMessages', 'message', 'error'];
/** GitLab names a field and lists what is wrong with it. */
const DEEPEST = 3;
/** A hostile server could steer a terminal with these. */
const UNSEEN = /[\p{Cc}\p{Cf}]+/gu;

/** What a server says of its refusal; pages of HTML say nothing. */
export function wordsOf(text: string): string {
  const answer = parsed(text);
  const told = Array.isArray(answer) ? answer : WORDS.map((name) => at(answer, name));
  return told
    .flatMap((each) => stringsIn(each, DEEPEST))
    .join('; ')
    .replace(UNSEEN, ' ');
}
/** The texts in a value; of what has a message (GitHub), that alone. */
function stringsIn(value: unknown, depth: number): readonly string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  if (typeof value !== 'object' || value === null || depth === 0) return [];
  const message = textAt(value, 'message');
  return message === '' ? Object.values(value).flatMap((each) => stringsIn(each, depth - 1)) : [message];
}
