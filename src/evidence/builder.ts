/**
 * Who put the bytes of the RST together: TCP without a connection (`stateless-reply`), TCP of a live connection
 * (`live-socket`), netfilter REJECT (`packet-filter`) or something else (`foreign`). A vector of marks, never a single vote.
 */
import type { Aftermath, BuilderMark, PathSigns, Renumbering, Visibility } from '../model/evidence.ts';
import type { Builder, BuilderVerdict, Confidence, Phase } from '../model/verdict.ts';
import { type Marked, marksOf } from './builder-marks.ts';

export interface BuilderInput extends Marked {
  readonly aftermath: Aftermath;
  readonly phase: Phase;
  readonly visibility: Visibility;
  readonly renumbering: Renumbering | null;
}

/** Contradicting marks that make a builder other than the named host. */
const CONTRADICTIONS = 2;

export function builderOf(input: BuilderInput): {
  readonly builder: BuilderVerdict;
  readonly marks: readonly BuilderMark[];
} {
  const marks = marksOf(input);
  return { builder: decide(input, marks), marks };
}

function decide(input: BuilderInput, marks: readonly BuilderMark[]): BuilderVerdict {
  const against = marks.filter(({ speaks }) => speaks === 'foreign').length;
  const goesOn = goingOn(input);
  switch (input.shape) {
    case 'stateless-ack':
    case 'stateless-no-ack':
      return decideStateless(against, marks, goesOn, input.path);
    case 'stateless-both':
      return against >= CONTRADICTIONS || (input.sender.segments > 0 && input.stack !== 'lwip')
        ? verdict('foreign', 'likely')
        : verdict('stateless-reply', 'possible', 'live-socket', 'foreign');
    case 'abort':
      return decideAbort(against, goesOn, input.reset.payloadLength > 0);
    case 'bare-abort':
      return decideBare(goesOn, input);
    case 'odd':
      return goesOn !== 'no' || against >= CONTRADICTIONS
        ? verdict('foreign', 'likely')
        : verdict('unknown', 'undetermined');
  }
}

/** Whether the named host's socket went on after the RST; `welcome`: it even acknowledged what the RST answers. */
function goingOn({ aftermath, phase, reset }: BuilderInput): 'no' | 'yes' | 'welcome' {
  if (aftermath.synAccepted !== null || aftermath.answeredBefore !== null) return 'welcome';
  // A client that rejects a wrong answer to its SYN goes on trying (RFC 9293 §3.10.7.3): that it continues says nothing.
  if (aftermath.senderContinues === null || (phase === 'handshake' && reset.from === 'client')) return 'no';
  return aftermath.triggerAnswered ? 'welcome' : 'yes';
}

function decideAbort(against: number, goesOn: ReturnType<typeof goingOn>, hasText: boolean): BuilderVerdict {
  if (goesOn !== 'no') return verdict('foreign', 'likely');
  // Devices write their reason into a RST (RFC 9293 §3.5.3 allows it); tcp_send_active_reset() never carries data.
  if (hasText) return verdict('foreign', 'possible', 'live-socket');
  if (against >= CONTRADICTIONS) return verdict('foreign', 'possible', 'live-socket');
  return against === 0 ? verdict('live-socket', 'likely') : verdict('live-socket', 'possible', 'foreign');
}

/** A RST without ACK that answers nothing: both the kernel and a packet filter answer something. */
function decideBare(
  goesOn: ReturnType<typeof goingOn>,
  { visibility, path, reset, renumbering }: BuilderInput,
): BuilderVerdict {
  if (goesOn !== 'no') return verdict('foreign', 'likely');
  // It answers, with a number that was changed on the way here.
  if (renumbering !== null && renumbering.displaced !== null) return verdict('stateless-reply', 'possible', 'foreign');
  if (path.ttlSame && reset.window > 0) return verdict('unknown', 'undetermined');
  if (visibility.receiver && !visibility.loss) return verdict('foreign', 'possible', 'stateless-reply');
  return verdict('stateless-reply', 'possible', 'packet-filter', 'foreign');
}

/** S1 and S2 of the kernel against the same bytes from a REJECT rule or a box. */
function decideStateless(
  against: number,
  marks: readonly BuilderMark[],
  goesOn: ReturnType<typeof goingOn>,
  path: PathSigns,
): BuilderVerdict {
  const filtered = marks.some(({ speaks }) => speaks === 'packet-filter');
  const copied = path.dscp === 'copied' || path.flowLabel === 'same' || path.flowLabel === 'other';
  // A packet filter that rejects a segment does not let it through: a host that answers it saw it.
  if (goesOn === 'welcome') return verdict('foreign', 'likely');
  // Another TCP under the same address copied the field; the socket that goes on is not the one that answered.
  if (goesOn === 'yes' && copied && against < CONTRADICTIONS) return verdict('stateless-reply', 'possible', 'foreign');
  if (goesOn === 'yes')
    return against >= CONTRADICTIONS
      ? verdict('foreign', 'likely', 'packet-filter')
      : verdict('packet-filter', 'likely', 'foreign');
  if (filtered) {
    return against === 0 ? verdict('packet-filter', 'likely') : verdict('packet-filter', 'possible', 'foreign');
  }
  if (against >= CONTRADICTIONS) return verdict('foreign', 'possible', 'stateless-reply');
  if (copied && against === 0) return verdict('stateless-reply', 'likely');
  return verdict('stateless-reply', 'possible', 'packet-filter');
}

function verdict(value: Builder, confidence: Confidence, ...tied: readonly Builder[]): BuilderVerdict {
  return { value, confidence, tied };
}
