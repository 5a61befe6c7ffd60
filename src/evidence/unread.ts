/**
 * Whether the sender's program had read everything. Linux purges the receive queue before it builds the RST of a close()
 * with unread data (__tcp_close), so the window in that RST jumps up; ss -K and connect(AF_UNSPEC) keep the queue.
 */
import type { SeenSegment, SideFacts } from '../model/connection.ts';
import type { Shape, Unread } from '../model/evidence.ts';
import { SYN } from '../model/segment.ts';
import { advance, distance, isAfter } from '../model/sequence.ts';
import type { Stack } from '../model/verdict.ts';
import { endOf, hasFlag } from './segments.ts';

/** A program that had read the data would have announced a window grown to twice its size (__tcp_cleanup_rbuf). */
const JUMP = 2;

export function unreadOf(
  reset: SeenSegment,
  sender: SideFacts,
  receiver: SideFacts,
  shape: Shape,
  stack: Stack,
): Unread {
  const left = windowLeft(reset, sender);
  const now = reset.window * 2 ** (sender.windowShift ?? 0);
  const comparable =
    shape === 'abort' && stack === 'linux' && sender.windowShift !== null && receiver.bytes > 0 && left !== null;
  const jumped = comparable && now >= JUMP * Math.max(left.bytes, 1);
  const waiting = unansweredData(sender, receiver);
  return {
    unanswered: waiting?.segment ?? null,
    unansweredBytes: waiting?.bytes ?? 0,
    windowJump: jumped ? { before: left.bytes, after: now, frame: left.frame } : null,
    windowComparable: comparable,
    zeroWindow: sender.window === 0 ? sender.windowBy : null,
    noJump: comparable && !jumped && left.bytes * JUMP * 2 <= sender.maxWindow,
  };
}

/** What was left of the last announced window after all data that the RST acknowledges, in bytes. */
function windowLeft(reset: SeenSegment, sender: SideFacts): { readonly bytes: number; readonly frame: number } | null {
  const { windowBy, window } = sender;
  // The window of a SYN is never scaled (RFC 7323 §2.2): it does not compare with a later one.
  if (windowBy === null || window === null || hasFlag(windowBy, SYN)) return null;
  const rightEdge = advance(windowBy.ack, window);
  return { bytes: Math.max(0, distance(rightEdge, reset.ack)), frame: windowBy.frame };
}

/** The receiver's last data if the sender's own data never acknowledged it: no answer of the program was seen. */
function unansweredData(
  sender: SideFacts,
  receiver: SideFacts,
): { readonly segment: SeenSegment; readonly bytes: number } | null {
  const { lastData } = receiver;
  if (lastData === null || receiver.nextSeq === null) return null;
  const answered = sender.lastData?.ack ?? receiver.first?.seq ?? lastData.seq;
  if (!isAfter(endOf(lastData), answered)) return null;
  return { segment: lastData, bytes: Math.min(receiver.bytes, Math.max(0, distance(receiver.nextSeq, answered))) };
}
