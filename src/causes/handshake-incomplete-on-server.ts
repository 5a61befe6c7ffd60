import { defineCause } from '../model/cause.ts';
import type { SideFacts } from '../model/connection.ts';
import type { Evidence } from '../model/evidence.ts';
import { absent, type Reading, unseen } from '../model/reading.ts';
import { step } from '../model/story-keys.ts';
import type { Step } from '../model/verdict.ts';

/**
 * The client believed the connection open, the server never finished accepting it (accept queue full, ACK lost): it repeats
 * its SYN-ACK after the client's ACK, never acknowledges data, gives the request up and rejects what comes later.
 */
export default defineCause({
  id: 'handshake-incomplete-on-server',
  origin: 'endpoint',
  impact: 'disruptive',
  level: 'reason',
  sources: ['RFC 9293 §3.10.7.2', 'Linux tcp_check_req(), tcp_abort_on_overflow'],
  caps: { client: 'high', server: 'high', middle: 'medium' },
  signs: {
    answersAck: { bearing: 'required', facts: { frame: 'frame', seq: 'field' } },
    senderIsClient: { bearing: 'excludes', facts: { frame: 'frame' } },
    synAckRepeated: { bearing: 'required', facts: { frame: 'frame', firstFrame: 'frame', count: 'count' } },
    nothingAcknowledged: { bearing: 'required', facts: { frame: 'frame' } },
    senderContinues: { bearing: 'excludes', facts: { frame: 'frame', what: 'term', later: 'duration' } },
  },
  read: (evidence) => ({
    answersAck: evidence.ready.answersAck,
    senderIsClient: evidence.ready.senderIsClient,
    synAckRepeated: repeated(evidence),
    nothingAcknowledged:
      evidence.sender.syn !== null && evidence.sender.segments === evidence.sender.synCount
        ? { frame: evidence.sender.syn.frame }
        : absent,
    senderContinues: evidence.ready.senderContinues,
  }),
  sameTrace: () => [],
  kernelReasons: () => ['TCP_FLAGS'],
  steps: ({ steps, sender }) => [
    ...steps.arrived,
    ...steps.lookupMissed,
    ...listening(sender),
    ...steps.rejectedByListener,
    ...steps.reply,
  ],
  checks: {
    device: ['device-log', 'device-connect-timeout'],
    network: ['net-one-way-loss'],
    serverOs: ['os-accept-queue', 'os-counters', 'os-trace-reason'],
    serverApplication: ['app-slow-response', 'app-restart-log'],
  },
  next: 'counters',
});

/**
 * The SYN-ACK came again after the client had acknowledged it. With SYN cookies (cookie_v4_check) the server keeps no request and
 * repeats nothing: then a late first segment looks the same whether it had accepted or not.
 */
function repeated({
  acceptance,
  sender,
  ready,
}: Evidence): Reading<{ frame: 'frame'; firstFrame: 'frame'; count: 'count' }> {
  const { syn, synCount } = sender;
  if (syn === null) return absent;
  if (acceptance.repeated !== null) return { frame: acceptance.repeated.frame, firstFrame: syn.frame, count: synCount };
  return acceptance.onlySynAck && ready.midConversation !== absent ? unseen : absent;
}

/** Its SYN-ACK shows that a program listens. */
function listening({ syn, port }: SideFacts): readonly Step[] {
  return syn === null ? [] : [step('listenerFound', 'passed', { port, acceptedFrame: syn.frame })];
}
