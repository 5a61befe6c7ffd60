/** The properties of a RST that speak for or against builders, one mark each. How they are weighed: builder.ts. */
import type { SeenSegment, SideFacts } from '../model/connection.ts';
import type { BuilderMark, PathSigns, Shape, Unread } from '../model/evidence.ts';
import { isSeen } from '../model/reading.ts';
import { OPT_MPTCP, OPT_TIMESTAMPS } from '../model/segment.ts';
import type { Stack } from '../model/verdict.ts';
import { initialTtl } from './segments.ts';
import { clockFits } from './timestamp-clock.ts';

/** What marks are read from. */
export interface Marked {
  readonly reset: SeenSegment;
  readonly sender: SideFacts;
  readonly shape: Shape;
  readonly stack: Stack;
  readonly path: PathSigns;
  readonly unread: Unread;
}

/** net.ipv4.ip_default_ttl: what a stateless answer starts with, whatever the socket's TTL. */
const LINUX_DEFAULT_TTL = 64;
/** IP ids of one Linux connection are consecutive; other traffic or segmentation may skip this many. */
const IP_ID_REACH = 1000;
/** Linux numbers stateless answers 0 since 4.19; since 4.20 its SYN offers at least this window (tcp_default_init_rwnd). */
const RECENT_SYN_WINDOW = 64_240;

type Speaks = BuilderMark['speaks'];

/** Every property that speaks for or against one builder, given the shape. */
export function marksOf(input: Marked): BuilderMark[] {
  const marks = pathMarks(input);
  if (input.shape === 'stateless-ack' || input.shape === 'stateless-no-ack') marks.push(...statelessMarks(input));
  if (input.shape === 'abort') marks.push(...abortMarks(input));
  if (input.shape === 'odd') marks.push({ mark: 'numbers', speaks: 'foreign' });
  return marks;
}

function pathMarks(input: Marked): BuilderMark[] {
  const { shape, path, reset } = input;
  const marks: BuilderMark[] = [];
  if (path.dscp === 'copied') marks.push({ mark: 'dscp', speaks: 'stateless-reply' });
  if (path.dscp === 'zeroed') marks.push({ mark: 'dscp', speaks: 'packet-filter' });
  // Routers on the way may have cleared it: it speaks, but not for one builder.
  if (path.dscp === 'cleared') marks.push({ mark: 'dscp', speaks: 'any' });
  if (path.flowLabel !== 'unseen') marks.push({ mark: 'flowLabel', speaks: labelSpeaks(path.flowLabel, input) });
  // A stateless answer takes the host's default TTL, a socket may have its own: another initial TTL says nothing there.
  const unusual = path.sameInitialTtl || initialTtl(reset.ttl) !== LINUX_DEFAULT_TTL;
  const foreignTtl = path.ttlShift !== 'absent' && (shape === 'abort' || unusual);
  if (path.ttlShift !== 'unseen') marks.push({ mark: 'ttl', speaks: foreignTtl ? 'foreign' : 'any' });
  if (isSeen(path.tooEarly)) marks.push({ mark: 'timing', speaks: 'foreign' });
  return marks;
}

/** A socket that had to retransmit chooses another label (sk_rethink_txhash()): a new one is then no contradiction. */
function labelSpeaks(label: PathSigns['flowLabel'], { shape, sender }: Marked): Speaks {
  if (shape !== 'abort') return label === 'zero' ? 'packet-filter' : 'stateless-reply';
  if (label === 'same') return 'live-socket';
  return label === 'other' && sender.retransmissions > 0 ? 'any' : 'foreign';
}

/** An answer built from the trigger alone has no window and no options; Linux gives it IP id 0 and DF (tcp_sk_init). */
function statelessMarks({ reset, sender, stack }: Marked): BuilderMark[] {
  const fits = (yes: boolean): Speaks => (yes ? 'stateless-reply' : 'foreign');
  const marks: BuilderMark[] = [
    { mark: 'window', speaks: fits(reset.window === 0) },
    // The one option that the kernel adds to an answer says why a subflow was refused (mptcp_reset_option).
    { mark: 'options', speaks: fits((reset.options & ~OPT_MPTCP) === 0) },
  ];
  if (reset.ipId < 0 || stack !== 'linux') return marks;
  if (reset.ipId === 0 || isRecent(sender)) marks.push({ mark: 'ipId', speaks: fits(reset.ipId === 0) });
  // Id and DF come from one decision of the kernel: a wrong id has been counted already.
  if (reset.ipId === 0) marks.push({ mark: 'dontFragment', speaks: fits(reset.dontFragment === 1) });
  return marks;
}

function isRecent({ syn }: SideFacts): boolean {
  return syn !== null && syn.window >= RECENT_SYN_WINDOW;
}

/** A live Linux socket shows its time stamps, its next IP id, its own window, DF as before and its own DSCP. */
function abortMarks(input: Marked): BuilderMark[] {
  const { reset, sender, stack } = input;
  const fits = (yes: boolean): Speaks => (yes ? 'live-socket' : 'foreign');
  const marks = [...stampMarks(input), ...windowMarks(input)];
  const { last } = sender;
  if (last === null || stack !== 'linux') return marks;
  if (last.ipId > 0 && reset.ipId >= 0) {
    const step = (reset.ipId - last.ipId) & 0xffff;
    marks.push({ mark: 'ipId', speaks: fits(step > 0 && step <= IP_ID_REACH) });
  }
  if (reset.dontFragment >= 0 && reset.dontFragment !== last.dontFragment)
    marks.push({ mark: 'dontFragment', speaks: 'foreign' });
  if (sender.dscp !== null && sender.dscp > 0) marks.push({ mark: 'dscp', speaks: fits(reset.dscp === sender.dscp) });
  return marks;
}

function stampMarks({ reset, sender, stack }: Marked): BuilderMark[] {
  if (sender.timestamps !== true || stack === 'windows' || stack === 'bsd') return [];
  if ((reset.options & OPT_TIMESTAMPS) === 0) return [{ mark: 'timestamps', speaks: 'foreign' }];
  const clock = clockFits(reset, sender);
  return clock === 'unseen'
    ? [{ mark: 'timestamps', speaks: 'live-socket' }]
    : [{ mark: 'timestamps', speaks: clock === 'fits' ? 'live-socket' : 'foreign' }];
}

function windowMarks({ reset, unread, stack }: Marked): BuilderMark[] {
  if (reset.window > 0) return [{ mark: 'window', speaks: 'live-socket' }];
  const zeroExpected = unread.zeroWindow !== null || stack === 'windows' || stack === 'bsd' || stack === 'unknown';
  return zeroExpected ? [] : [{ mark: 'window', speaks: 'foreign' }];
}
