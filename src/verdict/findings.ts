/** Findings: the RSTs of one cause and one service, so that a thousand resets are one story. */
import { greatest, least } from '../model/extremes.ts';
import { confidences, impacts } from '../model/judgement.ts';
import type { Confidence, Finding } from '../model/verdict.ts';
import type { Draft } from './draft.ts';
import { endpointText } from './endpoints.ts';
import { fingerprintOf } from './fingerprint.ts';

/** What findings need to know of a verdict. */
type Member = Pick<
  Draft,
  | 'id'
  | 'sameAs'
  | 'follows'
  | 'connection'
  | 'reset'
  | 'sender'
  | 'client'
  | 'server'
  | 'phase'
  | 'trigger'
  | 'builder'
  | 'cause'
  | 'confidence'
  | 'impact'
>;

interface Group {
  readonly members: Member[];
  /** Of its finding. */
  id: string;
}

/** Groups verdicts; what follows another RST joins its finding; copies count nowhere. */
export function findingsOf(drafts: readonly Member[]): {
  readonly findings: Finding[];
  /** The id of the finding that one of these verdicts belongs to. */
  readonly findingOf: (member: Member) => string;
} {
  const groups = new Map<string, Group>();
  const groupOf = new Map<string, Group>();
  for (const draft of drafts) {
    const group = groupOf.get(draft.sameAs ?? draft.follows ?? '') ?? ownGroup(groups, draft);
    groupOf.set(draft.id, group);
    group.members.push(draft);
  }
  const ordered = [...groups.values()]
    .map((group) => ({ group, finding: summedUp(group.members) }))
    .sort((a, b) => byWeight(a.finding, b.finding));
  const findings = ordered.map(({ group, finding }, index) => {
    group.id = `f${index + 1}`;
    return { ...finding, id: group.id };
  });
  return { findings, findingOf: ({ id }) => groupOf.get(id)?.id ?? '' };
}

function ownGroup(groups: Map<string, Group>, draft: Member): Group {
  const key = groupKey(draft);
  const group = groups.get(key) ?? { members: [], id: '' };
  groups.set(key, group);
  return group;
}

/**
 * A scan is one event, whatever ports it tried and whoever answered; so are answers to forged requests, at their victim. Everything
 * else belongs to a service, where health checks stay apart from what was in use.
 */
function groupKey({ cause, client, server, sender, phase, trigger, impact }: Member): string {
  if (cause === 'port-scan') return `${cause}|${client.address}|${server.address}`;
  if (cause === 'unsolicited-synack') return `${cause}|${client.address}`;
  const kind = cause === 'undetermined' ? `${phase}|${trigger?.kind ?? 'none'}` : '';
  return `${cause}|${endpointText(server)}|${sender}|${kind}|${impact === 'probe' ? impact : ''}`;
}

function summedUp(group: readonly Member[]): Finding {
  const counted = group.filter(({ sameAs }) => sameAs === null);
  const own = counted.filter(({ follows, cause }) => follows === null && cause !== 'segment-after-reset');
  const members = own.length > 0 ? own : counted;
  // The report explains the least certain one, so that what it says holds for all.
  const surely = weakest(members);
  const lead = members.find(({ confidence }) => confidence === surely) ?? group[0];
  if (lead === undefined) throw new Error('a finding without a RST');
  return {
    id: '',
    fingerprint: fingerprintOf(lead),
    cause: lead.cause,
    confidence: lead.confidence,
    impact: impacts[least(members.map(({ impact }) => impacts.indexOf(impact)))] ?? 'unknown',
    service: serviceOf(counted, lead),
    resets: [lead, ...group.filter((draft) => draft !== lead)].map(({ id }) => id),
    connections: new Set(counted.map(({ connection }) => connection)).size,
    firstUs: least(counted.map(({ reset }) => reset.timeUs)),
    lastUs: greatest(counted.map(({ reset }) => reset.timeUs)),
    standing: null,
    suppressedBy: null,
  };
}

/** `address:port`, or the address alone when several of its ports are concerned. */
function serviceOf(members: readonly Member[], lead: Member): string {
  return members.some(({ server }) => server.port !== lead.server.port)
    ? lead.server.address
    : endpointText(lead.server);
}

function weakest(members: readonly Member[]): Confidence | undefined {
  return confidences[greatest(members.map(({ confidence }) => confidences.indexOf(confidence)))];
}

/** Disruptive first, then by connections hit, then by time. */
function byWeight(a: Finding, b: Finding): number {
  return (
    impacts.indexOf(a.impact) - impacts.indexOf(b.impact) || b.connections - a.connections || a.firstUs - b.firstUs
  );
}
