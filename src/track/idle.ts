// Hot path: runs once per packet. No allocation.
import type { Segment } from '../model/segment.ts';
import type { Connection } from './connection.ts';
import type { Side } from './side.ts';

/** Takes note of a silence when a segment ends it, and that it did no harm when the other side answers. */
export function noteIdle(connection: Connection, segment: Segment, sender: Side): void {
  const isFromClient = sender === connection.client;
  if (isFromClient !== connection.idleByClient && connection.idleUs > 0) {
    connection.service.noteIdle(connection.idleUs, connection.idleFrame);
    connection.idleUs = Number.NaN;
  }
  const silence = segment.timeUs - connection.lastUs;
  if (!(silence > connection.service.longestIdleUs) || silence <= connection.idleUs) return;
  connection.idleUs = silence;
  connection.idleFrame = segment.frame;
  connection.idleByClient = isFromClient;
}
