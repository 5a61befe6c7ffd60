import { defineCause } from '../model/cause.ts';
import type { Evidence } from '../model/evidence.ts';
import { absent, type Reading, unseen } from '../model/reading.ts';
import { advance } from '../model/sequence.ts';
import { step } from '../model/story-keys.ts';
import { onlyIf } from './shared/ties.ts';

/** Programs give up a connection attempt after seconds; a SYN-ACK this late was worth waiting for to nobody. */
const SLOW_US = 1e6;

/** No way to a server and back takes longer, not even by a geostationary satellite: until then nobody need have given up. */
const LONGEST_PATH_US = 6e5;

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
  read: (evidence) => {
    const { sender, mayBeProbe } = evidence;
    const { syn } = sender;
    return {
      ...attempt(evidence),
      synRepeated: sender.synCount > 1 ? { count: sender.synCount } : absent,
      scannerSyn: syn !== null && mayBeProbe ? { window: syn.window, synFrame: syn.frame } : absent,
    };
  },
  sameTrace: ({ mayBeProbe, vantage, sender, reset }) => {
    // From its own SYN to its own RST the client has waited so long, wherever that is seen.
    const waited = reset.timeUs - (sender.syn?.timeUs ?? reset.timeUs);
    return [
      // A SYN with a kernel's options came from a real connect(); a made-up one may be a half-open scan.
      ...onlyIf(mayBeProbe, 'port-scan'),
      // What ended an attempt that had only begun may have come from the client's own side.
      ...onlyIf(!vantage.atSender && waited < LONGEST_PATH_US, 'segment-after-reset', 'host-firewall-reject'),
    ];
  },
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

interface Readings {
  readonly ownSyn: Reading<{ synFrame: 'frame' }>;
  readonly goodSynAck: Reading<{ frame: 'frame'; waited: 'duration' }>;
  readonly neverAcknowledged: Reading<{ frame: 'frame' }>;
  readonly slowAnswer: Reading<{ waited: 'duration'; synFrame: 'frame' }>;
}

/** The client's SYN, the answer to it, and how long that took. */
function attempt({ trigger, sender, vantage }: Evidence): Readings {
  const { syn, lastAck } = sender;
  const synAck = trigger?.kind === 'syn-ack' ? trigger.segment : null;
  if (syn === null) {
    // Away from the client its SYN may have taken another way.
    const elsewhere = synAck === null || vantage.atSender ? absent : unseen;
    const silent = lastAck === null ? elsewhere : absent;
    return { ownSyn: elsewhere, goodSynAck: elsewhere, neverAcknowledged: silent, slowAnswer: absent };
  }
  const ownSyn = { synFrame: syn.frame };
  if (synAck === null || synAck.ack !== advance(syn.seq, 1))
    return { ownSyn, goodSynAck: absent, neverAcknowledged: absent, slowAnswer: absent };
  const { frame } = synAck;
  const waited = synAck.timeUs - syn.timeUs;
  return {
    ownSyn,
    goodSynAck: { frame, waited },
    neverAcknowledged: lastAck === null ? { frame } : absent,
    slowAnswer: waited >= SLOW_US ? { waited, synFrame: syn.frame } : absent,
  };
}
