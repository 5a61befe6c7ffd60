import { defineCause } from '../model/cause.ts';
import type { SeenSegment } from '../model/connection.ts';
import { absent, isSeen, type Reading, unseen } from '../model/reading.ts';
import { step } from '../model/story-keys.ts';

/** TLS record types (RFC 8446 §5.1). The first two of a server show that its handshake went through. */
const TLS_CHANGE_CIPHER = 0x14;
const TLS_DATA = 0x17;
const TLS_ALERT = 0x15;
/** A TLS 1.3 alert travels as application data: 5 bytes header, 2 alert, 1 type, 16 tag. */
const TLS13_ALERT_BYTES = 24;

/** The server had said goodbye (close_notify, FIN); the client closed without reading it. All data had been delivered. */
export default defineCause({
  id: 'close-notify-race',
  origin: 'endpoint',
  impact: 'benign',
  level: 'reason',
  sources: ['RFC 8446 §6.1', 'RFC 9293 §3.6.1', 'Linux __tcp_close()'],
  caps: { client: 'high', server: 'high', middle: 'high' },
  signs: {
    abortNumbers: 'required',
    senderIsClient: 'required',
    serverFinished: { bearing: 'required', facts: { finFrame: 'frame' } },
    tls: { bearing: 'required', facts: { frame: 'frame' } },
    closeNotify: { bearing: 'decisive', facts: { frame: 'frame', bytes: 'bytes' } },
    senderFin: 'excludes',
    foreign: 'excludes',
  },
  read: ({ ready, event, receiver, reset }) => ({
    serverFinished: ready.receiverFin,
    tls: tlsRecord(event.before.filter((segment) => segment.from !== reset.from)),
    closeNotify: closeNotify(receiver.lastData),
  }),
  sameTrace: ({ receiver }) => {
    const notify = closeNotify(receiver.lastData);
    return isSeen(notify) ? [] : ['client-abort'];
  },
  kernelReasons: () => ['TCP_ABORT_ON_CLOSE', 'TCP_STATE'],
  steps: ({ steps, closing, unread }) => [
    ...steps.alive,
    ...(closing.receiverFin === null ? [] : [step('peerFinished', 'passed', { finFrame: closing.receiverFin.frame })]),
    ...(unread.unanswered === null
      ? []
      : [step('queueNotEmpty', 'inferred', { frame: unread.unanswered.frame, bytes: unread.unansweredBytes })]),
    ...steps.abort,
  ],
  checks: {
    device: ['device-cancel-log'],
    network: ['net-both-ends-capture'],
    serverOs: ['os-counters'],
    serverApplication: ['app-request-log'],
  },
  next: 'tracepointSender',
});

function recordType({ payloadHead }: SeenSegment): number {
  const type = payloadHead >>> 24;
  const major = (payloadHead >>> 16) & 0xff;
  return payloadHead >= 0 && major === 3 && type >= TLS_CHANGE_CIPHER && type <= TLS_DATA ? type : -1;
}

/** A segment of the server that begins with a record of a completed handshake: an alert before it reports a failure. */
function tlsRecord(segments: readonly SeenSegment[]): Reading<{ frame: 'frame' }> {
  const carrying = segments.filter(({ payloadLength }) => payloadLength > 0);
  const record = carrying.find((segment) => [TLS_CHANGE_CIPHER, TLS_DATA].includes(recordType(segment)));
  if (record !== undefined) return { frame: record.frame };
  return carrying.length === 0 || carrying.every(({ payloadHead }) => payloadHead < 0) ? unseen : absent;
}

/** The server's last data is an alert: plainly, or as small as an encrypted one. */
function closeNotify(lastData: SeenSegment | null): Reading<{ frame: 'frame'; bytes: 'bytes' }> {
  if (lastData === null || lastData.payloadHead < 0) return unseen;
  const type = recordType(lastData);
  const alert = type === TLS_ALERT || (type === TLS_DATA && lastData.payloadLength === TLS13_ALERT_BYTES);
  return alert ? { frame: lastData.frame, bytes: lastData.payloadLength } : absent;
}
