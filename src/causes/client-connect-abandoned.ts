import { defineCause } from '../model/cause.ts';
import { absent } from '../model/reading.ts';
import { advance } from '../model/sequence.ts';
import { step } from '../model/story-keys.ts';

/** Programs give up a connection attempt after seconds; a SYN-ACK this late was worth waiting for to nobody. */
const SLOW_US = 1e6;

/** The client's program had given up the attempt before the SYN-ACK arrived. */
export default defineCause({
  id: 'client-connect-abandoned',
  origin: 'endpoint',
  impact: 'disruptive',
  level: 'reason',
  sources: ['RFC 9293 §3.10.7.1', 'Linux tcp_v4_send_reset()'],
  caps: { client: 'high', server: 'medium', middle: 'medium' },
  signs: {
    scanned: 'excludes',
    answersAck: 'required',
    ownSyn: { bearing: 'required', facts: { synFrame: 'frame' } },
    goodSynAck: { bearing: 'required', facts: { frame: 'frame', waited: 'duration' } },
    neverAcknowledged: { bearing: 'required', facts: { frame: 'frame' } },
    resetBefore: 'excludes',
    slowAnswer: { bearing: 'decisive', facts: { waited: 'duration', synFrame: 'frame' } },
    synRepeated: { bearing: 'weak', facts: { count: 'count' } },
    healthCheck: 'weak',
    scannerSyn: { bearing: 'against', facts: { window: 'field', synFrame: 'frame' } },
  },
  read: ({ trigger, sender, mayBeProbe }) => {
    const { syn } = sender;
    const good = syn !== null && trigger?.kind === 'syn-ack' && trigger.segment.ack === advance(syn.seq, 1);
    const waited = good ? trigger.segment.timeUs - syn.timeUs : 0;
    return {
      ownSyn: syn === null ? absent : { synFrame: syn.frame },
      goodSynAck: good ? { frame: trigger.segment.frame, waited } : absent,
      neverAcknowledged: sender.lastAck === null && good ? { frame: trigger.segment.frame } : absent,
      slowAnswer: good && waited >= SLOW_US ? { waited, synFrame: syn.frame } : absent,
      synRepeated: sender.synCount > 1 ? { count: sender.synCount } : absent,
      scannerSyn: syn !== null && mayBeProbe ? { window: syn.window, synFrame: syn.frame } : absent,
    };
  },
  // A SYN with a kernel's options came from a real connect(); a made-up one may be a half-open scan.
  sameTrace: ({ mayBeProbe }) => (mayBeProbe ? ['port-scan'] : []),
  kernelReasons: () => ['NO_SOCKET'],
  steps: ({ steps, trigger, sender }) => [
    ...steps.arrived,
    ...(trigger === null || sender.syn === null
      ? []
      : [
          step('requestGone', 'inferred', {
            synFrame: sender.syn.frame,
            waited: trigger.segment.timeUs - sender.syn.timeUs,
          }),
        ]),
    ...steps.reply,
  ],
  checks: {
    device: ['device-connect-timeout', 'device-log'],
    network: ['net-one-way-loss'],
    serverOs: ['os-accept-queue', 'os-counters'],
    serverApplication: ['app-slow-response'],
  },
  next: 'tracepointSender',
});
