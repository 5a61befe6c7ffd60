import type { CaptureSummary } from './capture-summary.ts';
import type { CauseId } from './cause-ids.ts';
import type { ConnectionSummary, Role, SeenSegment } from './connection.ts';
import type { ClockOffset, Crossing } from './crossing.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { Confidence, Impact } from './judgement.ts';
import type { NextCapture } from './next-captures.ts';
import type { FactShape, Facts } from './reading.ts';
import type { Stated } from './stated.ts';
import type { Standing, Triage } from './triage.ts';

export type { Confidence, Impact } from './judgement.ts';

/** Where the capture was taken, seen from the connection. */
export type Vantage = 'client' | 'server' | 'middle' | 'unknown';
/** Who put the bytes of the RST together. */
export type Builder = 'stateless-reply' | 'live-socket' | 'packet-filter' | 'foreign' | 'unknown';
/** The TCP implementation of the host that the RST names. */
export type Stack = 'linux' | 'lwip' | 'windows' | 'bsd' | 'unknown';
/** Where the RST came from, apart from the address that it carries. */
export type Origin = 'endpoint' | 'endpoint-firewall' | 'middlebox' | 'unknown';
export type Phase = 'handshake' | 'established' | 'closing' | 'closed' | 'orphan';
export type TriggerKind = 'syn' | 'syn-ack' | 'ack' | 'data' | 'fin' | 'keepalive' | 'other';

/** One sign as it was read for one RST. */
export interface ReadSign {
  readonly sign: string;
  readonly outcome: 'seen' | 'absent' | 'unseen';
  /** What the sign would mean for the cause, see `Bearing`. */
  readonly bearing: string;
  readonly shape: FactShape;
  readonly facts: Facts;
}

/** One cause weighed against one RST. */
export interface WeighedCause {
  readonly cause: CauseId;
  readonly confidence: Confidence;
  readonly signs: readonly ReadSign[];
  /** The sign that ruled the cause out: a required one that is absent, or an excluding one that was seen. null: not ruled out. */
  readonly ruledOutBy: string | null;
  readonly score: number;
}

/** One step of the kernel's (or a box's) decision that led to this RST. */
export interface Step {
  readonly step: string;
  /** `passed`: the segment went on; `failed`: here the RST was decided; `inferred`: follows from the RST, not itself visible. */
  readonly outcome: 'passed' | 'failed' | 'inferred';
  /** Kernel function or document that holds the rule. */
  readonly source: string;
  readonly shape: FactShape;
  readonly facts: Facts;
}

/** One header field of the RST, judged. */
export interface FieldJudgement {
  readonly field: string;
  /** As printed: a number, or flags. */
  readonly value: string;
  readonly judgement: 'fits' | 'odd' | 'neutral' | 'unseen';
  /** Which sentence explains expectation and judgement: locales common `fields.<field>.<reason>`. */
  readonly reason: string;
  readonly shape: FactShape;
  readonly facts: Facts;
}

/** A statement about the builder, with the marks that speak for and against. */
export interface BuilderVerdict {
  readonly value: Builder;
  readonly confidence: Confidence;
  readonly tied: readonly Builder[];
}

export interface Verdict {
  /** `r1`, `r2`, … in frame order. */
  readonly id: string;
  readonly capture: number;
  readonly sameAs: string | null;
  /** The RST that began the event this one belongs to: an echo, another of a burst, the one to the other end. null: it began one. */
  readonly follows: string | null;
  /** What became of it on the way between two captures; null with one capture. */
  readonly crossing: Crossing | null;
  /** `c3`: the same for both directions. */
  readonly connection: string;
  readonly reset: SeenSegment;
  readonly payload: Uint8Array;
  readonly payloadLength: number;
  /** The reason that the RST itself states in a form that can be decoded, or null. */
  readonly stated: Stated | null;
  readonly sender: Role;
  readonly roles: 'handshake' | 'guessed' | 'unknown';
  readonly client: Endpoint;
  readonly server: Endpoint;
  readonly vantage: {
    readonly value: Vantage;
    readonly confidence: Confidence;
    readonly basis: string;
    readonly shape: FactShape;
    readonly facts: Facts;
  };
  readonly trigger: {
    readonly segment: SeenSegment;
    readonly kind: TriggerKind;
    readonly delayUs: number;
    /** Segments that carry the numbers which the RST answers; with more than one it cannot be told which it was. */
    readonly candidates: number;
  } | null;
  readonly phase: Phase;
  readonly builder: BuilderVerdict;
  readonly stack: Stack;
  readonly origin: { readonly value: Origin; readonly confidence: Confidence; readonly tied: readonly Origin[] };
  readonly kernelReasons: readonly string[];
  readonly cause: CauseId | 'undetermined';
  readonly confidence: Confidence;
  /** Letter of the closed list of proofs that was met, or null. */
  readonly proof: string | null;
  /** Why the confidence is not higher: key of locales common `limits`. null when proven. */
  readonly limit: string | null;
  readonly impact: Impact;
  readonly tied: readonly CauseId[];
  /** Causes that fit as well but less, best first; without the tied ones. */
  readonly alternatives: readonly WeighedCause[];
  /** Signs of the cause (when undetermined: of the nearest cause). */
  readonly signs: readonly ReadSign[];
  /** Causes that were considered and ruled out, the most tempting first. */
  readonly ruledOut: readonly WeighedCause[];
  readonly steps: readonly Step[];
  readonly fields: readonly FieldJudgement[];
  /** The connection around the RST for the timeline: milestones, trigger, RST, aftermath; oldest first. */
  readonly timeline: readonly TimelineEntry[];
  /** Packets of the attempts to open other connections to the service that the RST was judged beside, before and after it. */
  readonly attempts: readonly number[];
  /** What this capture cannot show about this RST: keys of locales common `blind`, with facts. */
  readonly blind: readonly { readonly key: string; readonly shape: FactShape; readonly facts: Facts }[];
  /** Observation that would settle what is open: key of locales common `nextCaptures`, or null when proven. */
  readonly next: NextCapture | null;
  /** How long to watch for it, so that the like of this RST is likely to come again: seconds. */
  readonly watchSeconds: number;
  /** What would have prevented this RST, with the figures of this capture: key of locales common `preventions`. null: not computable. */
  readonly prevention: { readonly key: string; readonly shape: FactShape; readonly facts: Facts } | null;
  /** Facts that any sentence about this RST may quote. */
  readonly common: Facts;
  readonly finding: string;
}

/** A verdict before it is known what findings there are. */
export type LiveVerdict = Omit<Verdict, 'finding'>;

export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

export interface TimelineEntry {
  readonly segment: SeenSegment;
  /** What it means in the story: key of locales common `moments`. */
  readonly moment: string;
  readonly shape: FactShape;
  readonly facts: Facts;
}

/** RSTs of one cause and one service. */
export interface Finding {
  readonly id: string;
  readonly fingerprint: string;
  readonly cause: CauseId | 'undetermined';
  /** The lowest of its RSTs, echoes left out; that of the first one listed. */
  readonly confidence: Confidence;
  readonly impact: Impact;
  /** `address:port` of the server side. */
  readonly service: string;
  /** Ids of its RSTs in frame order; the first is the one the report explains in detail unless told otherwise. */
  readonly resets: readonly string[];
  readonly connections: number;
  readonly firstUs: number;
  readonly lastUs: number;
  /** Against the baseline; null without one. */
  readonly standing: Standing | null;
  /** Index into the rules of {@link Triage} of the one that puts it aside, or null. */
  readonly suppressedBy: number | null;
}

/** The whole result of one analysis: what every renderer starts from. */
export interface Analysis {
  readonly tool: { readonly name: 'whyrst'; readonly version: string };
  readonly captures: readonly (CaptureSummary & {
    readonly role: 'only' | 'client' | 'server' | 'middle';
    readonly tcpSegments: number;
    readonly icmpErrors: number;
    readonly icmpErrorFrame: number;
  })[];
  readonly verdicts: readonly Verdict[];
  readonly findings: readonly Finding[];
  /** How the clocks of two captures stand; null with one capture, and where they share no segment. */
  readonly clock: ClockOffset | null;
  /** What it was compared with and sorted by; null: nothing. */
  readonly triage: Triage | null;
  readonly diagnostics: readonly Diagnostic[];
  readonly connections: number;
  readonly endings: Readonly<Record<ConnectionSummary['ended'], number>>;
  readonly examples: readonly ConnectionSummary[];
}
