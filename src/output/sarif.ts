/** Findings as SARIF 2.1.0 (OASIS Standard, with Errata 01): one result for each finding, and one for each that is gone. */
import type { ListTeller } from '../model/finding-list.ts';
import type { EarlierFinding } from '../model/triage.ts';
import type { Analysis, Finding } from '../model/verdict.ts';
import { visible } from '../model/visible.ts';
import { printJson } from './print-json.ts';

export interface SarifOptions {
  readonly teller: ListTeller;
  readonly exitCode: number;
}

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
/** Which of our fingerprints it is, should there be another one day. */
const FINGERPRINT = 'whyrst/1';

/** Prints an analysis as one run. */
export function toSarif(analysis: Analysis, { teller, exitCode }: SarifOptions): string {
  const { tool, captures, findings, triage, diagnostics } = analysis;
  const gone = triage?.gone ?? [];
  const titles = titlesOf(findings, gone, teller);
  const rules = [...titles.keys()];
  const run = {
    tool: {
      driver: {
        name: tool.name,
        version: tool.version,
        language: teller.language,
        rules: [...titles].map(([id, title]) => ({
          id,
          shortDescription: { text: title },
          help: { text: `whyrst explain ${id}` },
        })),
      },
    },
    language: teller.language,
    invocations: [
      {
        executionSuccessful: true,
        exitCode,
        toolExecutionNotifications: diagnostics.map((each) => ({
          descriptor: { id: each.code },
          level: 'note',
          message: { text: teller.diagnostic(each) },
          locations:
            captures[each.capture] === undefined ? [] : [{ physicalLocation: placeOf(analysis, each.capture) }],
        })),
      },
    ],
    artifacts: captures.map(({ name, bytes, sha256 }) => ({
      location: { uri: uriOf(name) },
      length: bytes,
      hashes: { 'sha-256': sha256 },
    })),
    results: [
      ...findings.map((finding) => resultOf(finding, analysis, { teller, rules })),
      ...gone.map((finding) => goneResult(finding, { teller, rules })),
    ],
  };
  return `${printJson({ $schema: SCHEMA, version: '2.1.0', runs: [run] })}\n`;
}

/** Name of each cause that occurs, by its id. */
function titlesOf(
  findings: readonly Finding[],
  gone: readonly EarlierFinding[],
  teller: ListTeller,
): ReadonlyMap<string, string> {
  const here = findings.map((finding) => [finding.cause, teller.finding(finding).title] as const);
  const before = gone.map((finding) => [finding.cause, teller.gone(finding).title] as const);
  return new Map([...before, ...here].sort(([a], [b]) => (a < b ? -1 : 1)));
}

interface Desk {
  readonly teller: ListTeller;
  /** Ids of the rules, in their order. */
  readonly rules: readonly string[];
}

function resultOf(finding: Finding, analysis: Analysis, { teller, rules }: Desk): object {
  const { id, fingerprint, cause, confidence, impact, service, connections, standing } = finding;
  const { verdict, numbers, suppressed } = teller.finding(finding);
  const members = analysis.verdicts.filter((each) => each.finding === id && each.sameAs === null);
  const [lead] = members;
  return {
    ruleId: cause,
    ruleIndex: rules.indexOf(cause),
    level: levelOf(finding),
    message: { text: `${verdict} ${numbers}` },
    locations: lead === undefined ? [] : [locationOf(analysis, lead.capture, lead.reset.frame)],
    fingerprints: { [FINGERPRINT]: fingerprint },
    occurrenceCount: members.length,
    ...(standing === null ? {} : { baselineState: standing }),
    suppressions: suppressed === null ? [] : [{ kind: 'external', status: 'accepted', justification: suppressed }],
    properties: { confidence, impact, service: visible(service), connections },
  };
}

/** What the baseline had and this run has not. */
function goneResult(finding: EarlierFinding, { teller, rules }: Desk): object {
  const { cause, fingerprint, confidence, impact, service, connections } = finding;
  return {
    ruleId: cause,
    ruleIndex: rules.indexOf(cause),
    level: levelOf(finding),
    message: { text: teller.gone(finding).sentence },
    fingerprints: { [FINGERPRINT]: fingerprint },
    baselineState: 'absent',
    properties: { confidence, impact, service: visible(service), connections },
  };
}

/** What hurts and is sure is an error; what does no harm is a note. */
function levelOf({ confidence, impact }: Pick<Finding, 'confidence' | 'impact'>): 'error' | 'warning' | 'note' {
  if (impact === 'benign' || impact === 'probe') return 'note';
  return impact === 'disruptive' && (confidence === 'proven' || confidence === 'likely') ? 'error' : 'warning';
}

/** A capture has no lines: the frame is named as a filter for Wireshark. */
function locationOf(analysis: Analysis, capture: number, frame: number): object {
  return {
    physicalLocation: placeOf(analysis, capture),
    logicalLocations: [{ name: `frame.number == ${frame}`, kind: 'frame' }],
  };
}

function placeOf({ captures }: Analysis, index: number): object {
  return { artifactLocation: { uri: uriOf(captures[index]?.name ?? ''), index } };
}

/** A file name as a relative URI (RFC 3986 §2.3): all but unreserved characters are encoded. */
function uriOf(name: string): string {
  return [...new TextEncoder().encode(name)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[\w.~-]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}
