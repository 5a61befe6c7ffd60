import type { CauseId } from './cause-ids.ts';
import type { Evidence } from './evidence.ts';
import type { NextCapture } from './next-captures.ts';
import type { FactShape, Reading } from './reading.ts';
import { SHARED_SIGNS, type SharedSign } from './shared-signs.ts';
import type { Impact, Origin, Step } from './verdict.ts';

/**
 * What a sign says about a cause. The numbers behind these words are in verdict/weigh.ts and nowhere else.
 * `required`: without it the cause is ruled out. `decisive`: lifts the cause to `likely` even where the vantage alone would not.
 * `excludes`: seen, it rules the cause out.
 */
export type Bearing = 'required' | 'decisive' | 'strong' | 'weak' | 'against' | 'excludes';

/** One observable sign of a cause: what it says about the cause, and the facts its sentence may quote. */
export interface Sign {
  readonly bearing: Bearing;
  readonly facts: FactShape;
}

/** Shared signs (shared-signs.ts) by their bearing alone, own signs with their facts. */
type DeclaredSigns = Readonly<Record<string, Bearing | Sign>>;

/** The most that a capture from one place can support without a decisive sign. */
export type Cap = 'high' | 'medium' | 'low' | 'none';

/** The parties of a checklist. */
export type Party = 'device' | 'network' | 'serverOs' | 'serverApplication';

/** A pattern of the closed list of proofs: all named signs must be seen. Guards belong into the signs. */
export interface Proof {
  readonly pattern: 'a' | 'b' | 'c' | 'd' | 'e' | 'h';
  readonly signs: readonly string[];
}

export interface Cause {
  /** Kebab-case; also the name of the file and of the locale entries. */
  readonly id: CauseId;
  /** Where a RST of this cause comes from. */
  readonly origin: Exclude<Origin, 'unknown'>;
  readonly impact: Impact;
  /** Where the behaviour is written down: an RFC section, a kernel function. */
  readonly sources: readonly [string, ...string[]];
  /** Caps by vantage: captured at the client, at the server, in the middle. */
  readonly caps: Readonly<Record<'client' | 'server' | 'middle', Cap>>;
  /** `reason` explains why somebody acted, `mechanism` only what was done: a fitting reason outranks a mechanism. */
  readonly level: 'reason' | 'mechanism';
  readonly signs: Readonly<Record<string, Sign>>;
  /** What was found of its own signs; of the shared ones, `Evidence.ready` tells. */
  readonly read: (evidence: Evidence) => Readonly<Record<string, Reading>>;
  readonly proof?: Proof;
  /** Causes that leave the same trace as this one in this capture. Diagnosable ones are dropped again when their own signs rule them out. */
  readonly sameTrace: (evidence: Evidence) => readonly CauseId[];
  /** Reasons the kernel's tracepoint tcp:tcp_send_reset may print, most likely first; [] when the kernel prints nothing. */
  readonly kernelReasons: (evidence: Evidence) => readonly string[];
  /** The decision path for this RST, in order. */
  readonly steps: (evidence: Evidence) => readonly Step[];
  /** Checklist: ids of locales `checks`, by party, most useful first. */
  readonly checks: Readonly<Record<Party, readonly string[]>>;
  /**
   * What the parties could have done to prevent such a RST, where the capture tells how often: `heartbeat`: a segment now and then
   * on the silent connection; `reuse`: leave a connection alone that was silent for as long as the other side waits before it closes.
   */
  readonly preventedBy?: 'heartbeat' | 'reuse';
  /** Observation that would settle what is open: key of locales common `nextCaptures`. */
  readonly next: NextCapture;
}

/** What one file of src/causes says: `read` is left to it for its own signs only. */
type Declaration<D extends DeclaredSigns> = Omit<Cause, 'signs' | 'read'> & {
  readonly signs: {
    readonly [Name in keyof D]: D[Name] extends Sign ? D[Name] : Name extends SharedSign ? Bearing : Sign;
  };
  readonly read: (evidence: Evidence) => {
    readonly [Name in keyof D as D[Name] extends Sign ? Name : never]: D[Name] extends Sign
      ? Reading<D[Name]['facts']>
      : never;
  };
};

/** Makes a cause of its declaration: each own sign must be read, and must carry exactly the facts it declares. */
export function defineCause<const D extends DeclaredSigns>(declaration: Declaration<D> & { readonly signs: D }): Cause {
  const signs = Object.entries<Bearing | Sign>(declaration.signs);
  return { ...declaration, signs: Object.fromEntries(signs.map(([name, sign]) => [name, completed(name, sign)])) };
}

function completed(name: string, sign: Bearing | Sign): Sign {
  return typeof sign === 'string' ? { bearing: sign, facts: SHARED_SIGNS[name as SharedSign] } : sign;
}
