/** The one observation that would settle what a verdict leaves open, and for how long to watch. */
import type { Cause } from '../model/cause.ts';
import type { Evidence } from '../model/evidence.ts';
import type { NextCapture } from '../model/next-captures.ts';
import type { Stack } from '../model/verdict.ts';
import type { Decision } from './decide.ts';

/** Stacks whose kernel has no tracepoint to ask. */
const NOT_LINUX: readonly Stack[] = ['windows', 'bsd', 'lwip'];
/** It may take a while until it happens again: ten minutes at least, three times the silence before it, a day at most. Seconds. */
const SHORTEST_WATCH = 600;
const SILENCES = 3;
const LONGEST_WATCH = 86_400;

/** Key of locales common `nextCaptures`. */
export function nextObservation(decision: Decision, causes: readonly Cause[], evidence: Evidence): NextCapture {
  const { best, alternatives } = decision;
  const { visibility, phase, crossing } = evidence;
  // Both ends are known: what lies between them is not.
  if (crossing?.fate === 'inserted' || crossing?.fate === 'rewritten') return 'between';
  // A host that refuses a SYN has nothing else to say on that connection.
  const isSilent = !visibility.sender && phase !== 'handshake';
  if (best === null && (isSilent || !visibility.receiver)) return 'bothEnds';
  if (best !== null && kernelDecides(decision, causes, evidence)) return 'tracepointSender';
  return (best ?? alternatives[0])?.cause.next ?? 'bothEnds';
}

/** Everything that is left happened on a host, and for nothing else its kernel prints the reason that it prints for the cause. */
function kernelDecides({ best, tied }: Decision, causes: readonly Cause[], evidence: Evidence): boolean {
  if (best === null || tied.length === 0 || NOT_LINUX.includes(evidence.stack)) return false;
  const [reason] = best.cause.kernelReasons(evidence);
  const others = tied.map((id) => causes.find((cause) => cause.id === id));
  return others.every(
    (cause) => cause !== undefined && cause.origin !== 'middlebox' && cause.kernelReasons(evidence)[0] !== reason,
  );
}

/** Seconds, whole multiples of ten minutes. */
export function watchSeconds({ idle }: Evidence): number {
  const silences = (SILENCES * (idle?.us ?? 0)) / 1e6;
  return Math.min(LONGEST_WATCH, SHORTEST_WATCH * Math.max(1, Math.ceil(silences / SHORTEST_WATCH)));
}
