/** Puts a verdict together: the decision, and everything a report may say about one RST. */
import type { Cause } from '../model/cause.ts';
import type { ResetEvent } from '../model/connection.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Facts } from '../model/reading.ts';
import type { BuilderVerdict, LiveVerdict, Step, Verdict, WeighedCause } from '../model/verdict.ts';
import { blindSpotsOf } from './blind.ts';
import { type Decision, decide } from './decide.ts';
import { endpointText } from './endpoints.ts';
import { fieldsOf } from './fields.ts';
import { impactOf } from './impact.ts';
import { nextObservation, watchSeconds } from './next-observation.ts';
import { originOf } from './origin.ts';
import { preventionOf } from './prevention.ts';
import { statedOf } from './stated.ts';
import { timelineOf } from './timeline.ts';
import type { Weighed } from './weigh.ts';

/** net.ipv4.ip_default_ttl; a received TTL between 33 and 64 started from it. */
const LINUX_TTL = 64;
const VANTAGE_SHAPE = { toServer: 'duration', toClient: 'duration', clientTtl: 'field', serverTtl: 'field' } as const;

/** Judges one RST, which has a place among all of its capture. */
export function verdictOf(
  causes: readonly Cause[],
  evidence: Evidence,
  place: number,
  idAt: (place: number) => string,
): LiveVerdict {
  const decision = decide(causes, evidence);
  const { best, judged, tied } = decision;
  const { event, reset, trigger, vantage } = evidence;
  const { toServerUs: toServer, toClientUs: toClient, clientTtl, serverTtl } = vantage;
  return {
    id: idAt(place),
    capture: 0,
    crossing: evidence.crossing,
    sameAs: event.copyOf === null ? null : idAt(event.copyOf),
    follows: null,
    connection: `c${event.connection}`,
    reset,
    payload: event.payload,
    payloadLength: event.payloadLength,
    stated: statedOf(evidence, best?.cause.id ?? null, tied),
    sender: reset.from,
    roles: event.roles,
    client: { address: event.client.address, port: event.client.port },
    server: { address: event.server.address, port: event.server.port },
    vantage: {
      value: vantage.value,
      confidence: vantage.confidence,
      basis: vantage.basis,
      shape: VANTAGE_SHAPE,
      facts: { toServer, toClient, clientTtl, serverTtl },
    },
    trigger:
      trigger === null
        ? null
        : { segment: trigger.segment, kind: trigger.kind, delayUs: trigger.delayUs, candidates: trigger.candidates },
    phase: evidence.phase,
    builder: builderWith(best, evidence.builder),
    stack: evidence.stack,
    origin: originOf(decision, evidence),
    kernelReasons: best === null ? [] : kernelReasons(best, evidence),
    cause: best?.cause.id ?? 'undetermined',
    confidence: judged.confidence,
    proof: best?.proven === true ? (best.cause.proof?.pattern ?? null) : null,
    limit: judged.limit,
    impact: impactOf(best?.cause ?? null, evidence),
    tied,
    alternatives: decision.alternatives.map(summary),
    signs: signsOf(decision),
    ruledOut: decision.ruledOut.map(ruledOutSummary),
    steps: stepsFor(
      best?.cause.steps(evidence) ?? [...evidence.steps.arrived, ...evidence.steps.alive],
      event.ipVersion,
    ),
    fields: fieldsOf(evidence),
    timeline: timelineOf(evidence),
    attempts: attemptsAround(event),
    blind: blindSpotsOf(evidence),
    next: judged.confidence === 'proven' ? null : nextObservation(decision, causes, evidence),
    watchSeconds: watchSeconds(evidence),
    prevention: preventionOf(causes, best === null ? [] : [best.cause.id, ...tied], evidence),
    common: commonFactsOf(evidence),
  };
}

function attemptsAround({ attemptBefore, attemptAfter, retry }: ResetEvent): readonly number[] {
  return [attemptBefore, attemptAfter, retry].flatMap((attempt) =>
    attempt === null ? [] : [attempt.synFrame, attempt.answerFrame],
  );
}

/** Kernel functions of IPv4 that IPv6 has of its own. */
const IPV6_FUNCTIONS: Readonly<Record<string, string>> = {
  'tcp_v4_rcv()': 'tcp_v6_rcv()',
  'tcp_v4_send_reset()': 'tcp_v6_send_reset()',
  '__inet_lookup_established()': '__inet6_lookup_established()',
  '__inet_lookup_listener()': 'inet6_lookup_listener()',
  'nf_send_reset()': 'nf_send_reset6()',
};

function stepsFor(steps: readonly Step[], ipVersion: 4 | 6): readonly Step[] {
  if (ipVersion === 4) return steps;
  return steps.map((step) => ({ ...step, source: IPV6_FUNCTIONS[step.source] ?? step.source }));
}

function summary({ cause, signs, ruledOutBy, score, complete }: Weighed): WeighedCause {
  return { cause: cause.id, confidence: complete ? 'possible' : 'undetermined', signs, ruledOutBy, score };
}

/** Of a cause that is ruled out, only the sign that did it is told. */
function ruledOutSummary(weighed: Weighed): WeighedCause {
  const signs = weighed.signs.filter(({ sign }) => sign === weighed.ruledOutBy);
  return { ...summary(weighed), signs };
}

function signsOf({ best, alternatives }: Decision): Verdict['signs'] {
  return (best ?? alternatives[0])?.signs ?? [];
}

/** A proof that rests on a stateless reply settles its builder too: a packet filter does not follow the host's own FIN or RST. */
function builderWith(best: Weighed | null, builder: BuilderVerdict): BuilderVerdict {
  return best?.proven === true && builder.value === 'stateless-reply'
    ? { value: builder.value, confidence: 'likely', tied: [] }
    : builder;
}

/** Only Linux prints reasons; a stack that is not known may be Linux unless its RST shows that it is not. */
function kernelReasons(best: Weighed, evidence: Evidence): readonly string[] {
  const { stack, reset, marks, shape } = evidence;
  const mayBeLinux =
    stack === 'unknown' &&
    reset.ttl <= LINUX_TTL &&
    reset.ttl > LINUX_TTL / 2 &&
    reset.dontFragment !== 0 &&
    (shape === 'abort' || reset.window === 0) &&
    marks.every(({ speaks }) => speaks !== 'foreign');
  return stack === 'linux' || mayBeLinux ? best.cause.kernelReasons(evidence) : [];
}

function commonFactsOf({ event, sender, receiver, senderRole, reset }: Evidence): Facts {
  return {
    client: endpointText(event.client),
    server: endpointText(event.server),
    sender: endpointText(sender),
    receiver: endpointText(receiver),
    senderRole,
    receiverRole: senderRole === 'client' ? 'server' : 'client',
    serverPort: event.server.port,
    resetFrame: reset.frame,
    resetTime: reset.timeUs,
  };
}
