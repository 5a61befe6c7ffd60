/** `.whyrstignore.yaml`: rules that put findings aside. Every error names the line; docs/pipelines.md shows the file. */
import { readFileSync, statSync } from 'node:fs';
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml';
import { canonicalAddress } from '../../index.ts';
import { causeIds } from '../../model/cause-ids.ts';
import { WhyrstError } from '../../model/errors.ts';
import { type IgnoreRule, ruleKeys } from '../../model/triage.ts';
import { nearest } from '../nearest.ts';
import { isDay } from '../values.ts';

/** Bytes; the file is written by hand. */
const LARGEST = 262_144;
/** Characters of a text: it stands in a table of the report. */
const LONGEST = 300;

const KEYS = [...ruleKeys, 'reason', 'by', 'expires'] as const;
type Key = (typeof KEYS)[number];

/** Where an error is. */
interface Place {
  readonly path: string;
  readonly lines: LineCounter;
}

/** Reads the rules of a file, in its order. */
export function readIgnoreRules(path: string): readonly IgnoreRule[] {
  const lines = new LineCounter();
  const document = parseDocument(textOf(path), { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const [error] = document.errors;
  if (error !== undefined) throw notRules(path, lines.linePos(error.pos[0]).line, error.message);
  const { contents } = document;
  if (contents === null) return [];
  const place = { path, lines };
  if (!isSeq(contents)) throw notRules(path, lineOf(contents, place), '- cause: …');
  return contents.items.map((item) => {
    if (!isMap(item)) throw notRules(path, lineOf(item, place), '- cause: …');
    return ruleFrom(item, place);
  });
}

function textOf(path: string): string {
  try {
    const { size } = statSync(path);
    if (size > LARGEST) throw new Error(`> ${LARGEST} B`);
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new WhyrstError('usage/unreadable-file', { path, reason: (error as Error).message }, { cause: error });
  }
}

const notRules = (path: string, line: number, reason: string): WhyrstError =>
  new WhyrstError('usage/bad-ignore-file', { path, line, reason });

function lineOf(node: unknown, { lines }: Place): number {
  const start = (node as Partial<Node> | null)?.range?.[0] ?? 0;
  return lines.linePos(start).line;
}

function ruleFrom(map: YAMLMap, place: Place): IgnoreRule {
  const { path } = place;
  const line = lineOf(map, place);
  const given = Object.fromEntries(map.items.map(({ key, value }) => entryOf(key, value, place)));
  const { reason, by, expires, ...match } = given as Readonly<Partial<Record<Key, string>>>;
  const lacks = reason === undefined ? 'reason' : expires === undefined ? 'expires' : undefined;
  if (reason === undefined || expires === undefined) {
    throw new WhyrstError('usage/incomplete-rule', { path, line, lacks: lacks ?? '' });
  }
  if (Object.keys(match).length === 0) {
    throw new WhyrstError('usage/incomplete-rule', { path, line, lacks: ruleKeys.join(', ') });
  }
  return { ...match, line, reason, by: by ?? null, expires };
}

function entryOf(key: unknown, value: unknown, place: Place): readonly [Key, string] {
  const { path } = place;
  const line = lineOf(key, place);
  const name = isScalar(key) ? String(key.value) : '';
  const known = KEYS.find((each) => each === name);
  if (known === undefined) {
    throw new WhyrstError('usage/unknown-rule-key', { path, line, key: name, near: nearest(name, KEYS).word });
  }
  // As it is written: digits of a fingerprint are no number, a day is no time.
  const raw = isScalar(value) ? (typeof value.value === 'string' ? value.value : (value.source ?? '')) : '';
  const { read, wanted } = VALUES[known];
  const accepted = raw.trim() === '' ? null : read(raw.trim());
  if (accepted === null) {
    throw new WhyrstError('usage/bad-rule', { path, line, key: known, value: raw.slice(0, LONGEST), known: wanted });
  }
  return [known, accepted];
}

interface Value {
  /** The value as findings have it, or null. */
  readonly read: (text: string) => string | null;
  readonly wanted: string;
}

const short: Value = { read: (text) => (text.length <= LONGEST ? text : null), wanted: `1–${LONGEST} × "a"` };

const VALUES: Readonly<Record<Key, Value>> = {
  fingerprint: { read: (text) => (/^[0-9a-f]{16}$/.test(text) ? text : null), wanted: '16 × 0-9a-f' },
  cause: { read: (text) => [...causeIds, 'undetermined'].find((id) => id === text) ?? null, wanted: 'whyrst explain' },
  service: { read: serviceFrom, wanted: '192.0.2.7:443, [2001:db8::7]:443' },
  host: { read: canonicalAddress, wanted: '192.0.2.7, 2001:db8::7' },
  reason: short,
  by: short,
  expires: { read: (text) => (isDay(text) ? text : null), wanted: '2027-03-31' },
};

/** `address:port` as findings write it. */
function serviceFrom(text: string): string | null {
  const [, bracketed, plain, port = ''] = /^(?:\[(.+)\]|([^:]+)):(\d{1,5})$/.exec(text) ?? [];
  const address = canonicalAddress(bracketed ?? plain ?? '');
  if (address === null || Number(port) > 0xffff || address.includes(':') !== (bracketed !== undefined)) return null;
  return bracketed === undefined ? `${address}:${Number(port)}` : `[${address}]:${Number(port)}`;
}
