/** One line for each RST (RFC 4180), for spreadsheets and databases. Columns are named as in the JSON; words are ids, of no language. */
import { flagNames } from '../model/segment-names.ts';
import type { Analysis, Finding, Verdict } from '../model/verdict.ts';
import { visible } from '../model/visible.ts';
import { partiesOf, timeIn } from './json.ts';

type Cell = string | number | null;

const COLUMNS: readonly (readonly [name: string, value: (row: Row) => Cell])[] = [
  ['id', ({ verdict }) => verdict.id],
  ['capture', ({ analysis, verdict }) => analysis.captures[verdict.capture]?.name ?? null],
  ['frame', ({ verdict }) => verdict.reset.frame],
  ['time', ({ analysis, verdict }) => timeIn(analysis, verdict.capture, verdict.reset.timeUs)],
  ['sameAs', ({ verdict }) => verdict.sameAs],
  ['connection', ({ verdict }) => verdict.connection],
  ['sender.address', ({ parties }) => parties.sender.address],
  ['sender.port', ({ parties }) => parties.sender.port],
  ['sender.role', ({ parties }) => parties.sender.role],
  ['receiver.address', ({ parties }) => parties.receiver.address],
  ['receiver.port', ({ parties }) => parties.receiver.port],
  ['segment.flags', ({ verdict }) => flagNames(verdict.reset.flags).join(' ')],
  ['segment.seq', ({ verdict }) => verdict.reset.seq],
  ['segment.ack', ({ verdict }) => verdict.reset.ack],
  ['segment.window', ({ verdict }) => verdict.reset.window],
  ['segment.ttl', ({ verdict }) => known(verdict.reset.ttl)],
  ['segment.ipId', ({ verdict }) => known(verdict.reset.ipId)],
  ['segment.payloadBytes', ({ verdict }) => verdict.payloadLength],
  ['trigger.frame', ({ verdict }) => verdict.trigger?.segment.frame ?? null],
  ['trigger.kind', ({ verdict }) => verdict.trigger?.kind ?? null],
  ['phase', ({ verdict }) => verdict.phase],
  ['builder', ({ verdict }) => verdict.builder.value],
  ['origin', ({ verdict }) => verdict.origin.value],
  ['cause', ({ verdict }) => verdict.cause],
  ['confidence', ({ verdict }) => verdict.confidence],
  ['impact', ({ verdict }) => verdict.impact],
  ['tied', ({ verdict }) => verdict.tied.join(' ')],
  ['finding', ({ verdict }) => verdict.finding],
  ['fingerprint', ({ finding }) => finding?.fingerprint ?? null],
  ['service', ({ finding }) => finding?.service ?? null],
  ['baseline', ({ finding }) => finding?.standing ?? null],
  ['suppressed', ({ finding }) => ((finding?.suppressedBy ?? null) === null ? 'no' : 'yes')],
];

interface Row {
  readonly analysis: Analysis;
  readonly verdict: Verdict;
  readonly parties: ReturnType<typeof partiesOf>;
  readonly finding: Finding | undefined;
}

const END = '\r\n';

/** Prints an analysis line by line. */
export function* toCsv(analysis: Analysis): Generator<string, void, undefined> {
  yield COLUMNS.map(([name]) => name).join(',') + END;
  const findings = new Map(analysis.findings.map((finding) => [finding.id, finding]));
  for (const verdict of analysis.verdicts) {
    const row: Row = { analysis, verdict, parties: partiesOf(verdict), finding: findings.get(verdict.finding) };
    yield COLUMNS.map(([, value]) => cell(value(row))).join(',') + END;
  }
}

/** Negative: the packet has no such field. */
const known = (field: number): number | null => (field < 0 ? null : field);

/** What spreadsheets take for the beginning of a formula (OWASP, CSV Injection), also in its wide forms. */
const FORMULA = /^\s*[=+\-@＝＋－＠]/;

/** Text that would be a formula gets an apostrophe, as OWASP advises; quotes where RFC 4180 §2 wants them. */
function cell(value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const seen = visible(value);
  const text = FORMULA.test(seen) ? `'${seen}` : seen;
  return /[",]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}
