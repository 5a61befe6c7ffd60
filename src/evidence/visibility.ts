import type { CaptureSummary } from '../model/capture-summary.ts';
import type { ResetEvent, SeenSegment, SideFacts } from '../model/connection.ts';
import type { Visibility } from '../model/evidence.ts';
import { isAfter } from '../model/sequence.ts';

/** Larger payloads than this do not fit an Ethernet frame: the packet was captured before segmentation or after merging. */
const ETHERNET_PAYLOAD = 1500;

/** What the capture could show of this connection. */
export function visibilityOf(
  event: ResetEvent,
  sender: SideFacts,
  receiver: SideFacts,
  capture: CaptureSummary,
): Visibility {
  return {
    handshake: event.client.syn !== null && event.server.syn !== null,
    sender: sender.segments > 0,
    receiver: receiver.segments > 0,
    fromStart: event.beforeComplete,
    beganBeforeCapture: event.opened === 'midstream',
    loss:
      (capture.dropped ?? 0) > 0 ||
      capture.isExcerpt === true ||
      acknowledgesUnseen(sender, receiver) ||
      acknowledgesUnseen(receiver, sender),
    steadyClock: isSteady([...event.before, event.reset]),
    cut: capture.cutAt !== null,
    resolutionUs: capture.timestampResolution * 1e6,
    offload: event.before.some(({ payloadLength }) => payloadLength > ETHERNET_PAYLOAD),
  };
}

/** Clocks are set back, and captures of several interfaces are written out of order. */
function isSteady(segments: readonly SeenSegment[]): boolean {
  return segments.every(({ timeUs }, index) => index === 0 || timeUs >= (segments[index - 1]?.timeUs ?? timeUs));
}

/** One side acknowledged bytes of the other that the capture does not hold. */
function acknowledgesUnseen(acknowledger: SideFacts, other: SideFacts): boolean {
  if (other.segments === 0 || acknowledger.lastAck === null || other.nextSeq === null) return false;
  return isAfter(acknowledger.lastAck, other.nextSeq);
}
