/**
 * Who put the bytes of the RST together: TCP without a connection (`stateless-reply`), TCP of a live connection
 * (`live-socket`), netfilter REJECT (`packet-filter`) or something else (`foreign`). A vector of marks, never a single vote.
 */
import type { SeenSegment, SideFacts } from '../model/connection.ts';
import type { Aftermath, BuilderMark, PathSigns, Shape, Unread, Visibility } from '../model/evidence.ts';
import { OPT_TIMESTAMPS } from '../model/segment.ts';
import type { Builder, BuilderVerdict, Confidence, Phase, Stack } from '../model/verdict.ts';
import { initialTtl } from './segments.ts';

export interface BuilderInput {
  readonly reset: SeenSegment;
  readonly sender: SideFacts;
  readonly shape: Shape;
  readonly stack: Stack;
  readonly path: PathSigns;
  readonly aftermath: Aftermath;
  readonly unread: Unread;
  readonly phase: Phase;
  readonly visibility: Visibility;
}

/** net.ipv4.ip_default_ttl: what a stateless answer starts with, whatever the socket's TTL. */
const LINUX_DEFAULT_TTL = 64;
/** IP ids of one Linux connection are consecutive; other traffic or segmentation may skip this many. */
const IP_ID_REACH = 1000;
/** Contradicting marks that make a builder other than the named host. */
const CONTRADICTIONS = 2;

export function builderOf(input: BuilderInput): {
  readonly builder: BuilderVerdict;
  readonly marks: readonly BuilderMark[];
} {
  const marks = marksOf(input);
  return { builder: decide(input, marks), marks };
}

/** Every property that speaks for or against one builder, given the shape. */
function marksOf(input: BuilderInput): BuilderMark[] {
  const { reset, sender, shape, unread, stack } = input;
  const marks = pathMarks(input);
  if (shape === 'stateless-ack' || shape === 'stateless-no-ack') marks.push(...statelessMarks(reset, sender, stack));
  if (shape === 'abort') marks.push(...abortMarks(reset, sender, unread, stack));
  if (shape === 'odd') marks.push({ mark: 'numbers', speaks: 'foreign' });
  return marks;
}

function pathMarks({ shape, path, reset }: BuilderInput): BuilderMark[] {
  const marks: BuilderMark[] = [];
  if (path.dscp !== 'unseen')
    marks.push({ mark: 'dscp', speaks: path.dscp === 'copied' ? 'stateless-reply' : 'packet-filter' });
  if (path.flowLabel !== 'unseen') marks.push({ mark: 'flowLabel', speaks: labelSpeaks(path.flowLabel, shape) });
  // A stateless answer takes the host's default TTL, a socket may have its own: another initial TTL says nothing there.
  const unusual = path.sameInitialTtl || initialTtl(reset.ttl) !== LINUX_DEFAULT_TTL;
  const foreignTtl = path.ttlShift !== 'absent' && (shape === 'abort' || unusual);
  if (path.ttlShift !== 'unseen') marks.push({ mark: 'ttl', speaks: foreignTtl ? 'foreign' : 'any' });
  if (path.tooEarly !== 'absent' && path.tooEarly !== 'unseen') marks.push({ mark: 'timing', speaks: 'foreign' });
  return marks;
}

/** An answer built from the trigger alone has no window and no options; Linux gives it IP id 0 (tcp_sk_init). */
function statelessMarks(reset: SeenSegment, sender: SideFacts, stack: Stack): BuilderMark[] {
  const fits = (yes: boolean): BuilderMark['speaks'] => (yes ? 'stateless-reply' : 'foreign');
  const marks: BuilderMark[] = [
    { mark: 'window', speaks: fits(reset.window === 0) },
    { mark: 'options', speaks: fits(reset.options === 0) },
  ];
  if (reset.ipId >= 0 && stack === 'linux' && (reset.ipId === 0 || isRecent(sender))) {
    marks.push({ mark: 'ipId', speaks: fits(reset.ipId === 0) });
  }
  return marks;
}

function labelSpeaks(label: PathSigns['flowLabel'], shape: Shape): BuilderMark['speaks'] {
  if (label === 'zero') return 'packet-filter';
  if (shape !== 'abort') return 'stateless-reply';
  return label === 'same' ? 'live-socket' : 'foreign';
}

/** Linux numbers stateless answers 0 since 4.19; since 4.20 its SYN offers at least this window (tcp_default_init_rwnd). */
const RECENT_SYN_WINDOW = 64_240;

function isRecent({ syn }: SideFacts): boolean {
  return syn !== null && syn.window >= RECENT_SYN_WINDOW;
}

/** A live Linux socket shows its time stamps, its next IP id and its own window. */
function abortMarks(reset: SeenSegment, sender: SideFacts, unread: Unread, stack: Stack): BuilderMark[] {
  const marks: BuilderMark[] = [];
  const stamped = (reset.options & OPT_TIMESTAMPS) !== 0;
  if (sender.timestamps === true && stack !== 'windows' && stack !== 'bsd')
    marks.push({ mark: 'timestamps', speaks: stamped ? 'live-socket' : 'foreign' });
  const last = sender.last;
  if (last !== null && last.ipId > 0 && reset.ipId >= 0 && stack === 'linux') {
    const step = (reset.ipId - last.ipId) & 0xffff;
    marks.push({ mark: 'ipId', speaks: step > 0 && step <= IP_ID_REACH ? 'live-socket' : 'foreign' });
  }
  const zeroExpected = unread.zeroWindow !== null || stack === 'windows' || stack === 'bsd' || stack === 'unknown';
  if (reset.window > 0) marks.push({ mark: 'window', speaks: 'live-socket' });
  else if (!zeroExpected) marks.push({ mark: 'window', speaks: 'foreign' });
  return marks;
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
function decideBare(goesOn: ReturnType<typeof goingOn>, { visibility, path, reset }: BuilderInput): BuilderVerdict {
  if (goesOn !== 'no') return verdict('foreign', 'likely');
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
  const copied = path.dscp === 'copied' || path.flowLabel === 'same' || path.flowLabel === 'other'; // A packet filter that rejects a segment does not let it through: a host that answers it saw it.
  if (goesOn === 'welcome') return verdict('foreign', 'likely');
  if (goesOn === 'yes')
    return against >= CONTRADICTIONS
      ? verdict('foreign', 'likely', 'packet-filter')
      : verdict('packet-filter', 'likely', 'foreign');
  if (filtered)
    return verdict(
      'packet-filter',
      against >= CONTRADICTIONS ? 'possible' : 'likely',
      ...(against > 0 ? (['foreign'] as const) : []),
    );
  if (against >= CONTRADICTIONS) return verdict('foreign', 'possible', 'stateless-reply');
  if (copied && against === 0) return verdict('stateless-reply', 'likely');
  return verdict('stateless-reply', 'possible', 'packet-filter');
}

function verdict(value: Builder, confidence: Confidence, ...tied: readonly Builder[]): BuilderVerdict {
  return { value, confidence, tied };
}
