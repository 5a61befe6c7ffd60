/** Joins what documents.ts tells with the ticket systems: analysis → one comment with its files. */
import { createHash } from 'node:crypto';
import { type TellOptions, tellComment, uiText } from './documents.ts';
import type { Analysis } from './model/verdict.ts';
import { type Delivery, deliver, type RemoteSystem, type TicketOptions } from './tickets/open-ticket.ts';
import type { Post, Target, TicketFile } from './tickets/ticket.ts';

export interface PostOptions extends Omit<TellOptions, 'language'> {
  /** Languages of the comment, one after the other. */
  readonly languages: readonly string[];
  /** UTF-16 code units of Markdown in each language. */
  readonly limit: number;
  readonly files: readonly TicketFile[];
  /** The addresses are those of a key that was made for this run: the next run shows others, and has not changed for that. */
  readonly isKeyForgotten?: boolean;
}

/** A follow-up says the verdict and little more. UTF-16 code units. */
const FOLLOW_UP = 1500;
/** Between two languages. */
const RULE = '\n\n---\n\n';

/** The comment on an analysis. The same capture has the same key, so a later run finds its own comment. */
export function postOf(
  analysis: Analysis,
  { languages, limit, files, isKeyForgotten = false, ...telling }: PostOptions,
): Post {
  const first = languages[0] ?? 'en';
  const told = (most: number, lead: (language: string) => string): string =>
    languages
      .map((language) => lead(language) + tellComment(analysis, { ...telling, language }, most).trim())
      .join(RULE);
  const markdown = told(limit, () => '');
  // The key names the capture, so that frames of it need no address, which may be hidden in another way each time.
  const frameOf = new Map(analysis.verdicts.map(({ id, capture, reset }) => [id, `${capture}:${reset.frame}`]));
  const findings = analysis.findings.map(({ cause, confidence, resets }) =>
    [cause, confidence, ...resets.map((id) => frameOf.get(id))].join(' '),
  );
  // Lengths of addresses move the place of a cut, so that what differs in nothing else is compared uncut.
  const lasting = (): readonly string[] => [
    ...[analysis.tool.version, String(limit), withoutHidden(told(Number.POSITIVE_INFINITY, () => ''))],
    ...files.map(({ name }) => withoutHidden(name)),
  ];
  return {
    key: digest(analysis.captures.map(({ sha256 }) => sha256)),
    findings: digest(findings.sort()),
    state: digest(isKeyForgotten ? lasting() : [markdown, ...files.flatMap(({ name, bytes }) => [name, bytes])]),
    title: uiText(first, 'cli.attach.title', { findings: analysis.findings.length }),
    markdown,
    followUp: told(FOLLOW_UP, (language) => `${uiText(language, 'cli.attach.changed')}\n\n`),
    cutNotice: uiText(first, 'cli.attach.cut'),
    files,
  };
}

/** What stands for names of files and of the key, and for addresses of MAC, IPv4 and IPv6, after redaction. */
const HIDDEN = /\b[\da-f]{8}\b|(?:[\da-f]{2}:){5}[\da-f]{2}|\d+(?:\.\d+){3}|[\da-f]{0,4}(?::[\da-f]{0,4}){2,7}/gi;

const withoutHidden = (text: string): string => text.replace(HIDDEN, '…');

/** Posts it; see {@link deliver}. */
export const deliverPost = (
  target: Target & { readonly system: RemoteSystem },
  post: Post,
  options: TicketOptions,
): Promise<Delivery> => deliver(target, post, options);

/** The comment as plain text, for a clipboard. */
export async function plainComment({ title, markdown }: Post): Promise<string> {
  const { toPlain } = await import('./tickets/markup/plain.ts');
  return `${title}\n\n${toPlain(markdown)}`;
}

/** 16 hexadecimal digits of SHA-256 over parts whose borders count. */
function digest(parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex').slice(0, 16);
}
