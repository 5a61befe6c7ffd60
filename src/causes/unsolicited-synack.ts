import { defineCause } from '../model/cause.ts';
import { absent, unseen } from '../model/reading.ts';
import { step } from '../model/story-keys.ts';

/** Linux repeats a SYN for about two minutes (tcp_syn_retries 6: 127 s); a capture that is older than that would hold it. */
const SYN_MEMORY_US = 127e6;

/** A SYN-ACK for a request that this host never made: backscatter of a spoofed SYN, or one direction of an asymmetric path. */
export default defineCause({
  id: 'unsolicited-synack',
  origin: 'endpoint',
  impact: 'benign',
  level: 'reason',
  sources: ['RFC 9293 §3.10.7.1', 'Linux tcp_v4_send_reset()'],
  caps: { client: 'high', server: 'low', middle: 'medium' },
  signs: {
    answersAck: 'required',
    synAck: { bearing: 'required', facts: { frame: 'frame' } },
    ownSyn: { bearing: 'excludes', facts: { synFrame: 'frame' } },
    saidNothing: { bearing: 'required', facts: { frame: 'frame' } },
    capturedBefore: { bearing: 'strong', facts: { before: 'duration' } },
  },
  read: ({ trigger, sender, event }) => {
    const before = trigger === null ? 0 : trigger.segment.timeUs - event.captureStartUs;
    return {
      synAck: trigger?.kind === 'syn-ack' ? { frame: trigger.segment.frame } : absent,
      ownSyn: sender.syn === null ? absent : { synFrame: sender.syn.frame },
      saidNothing: trigger !== null && sender.segments === 0 ? { frame: trigger.segment.frame } : absent,
      capturedBefore: before >= SYN_MEMORY_US ? { before } : unseen,
    };
  },
  sameTrace: ({ trigger, event }) => {
    const before = trigger === null ? 0 : trigger.segment.timeUs - event.captureStartUs;
    return before >= SYN_MEMORY_US ? [] : ['client-connect-abandoned'];
  },
  kernelReasons: () => ['NO_SOCKET'],
  steps: ({ steps, trigger }) => [
    ...steps.arrived,
    ...(trigger === null ? [] : [step('noRequest', 'inferred', { frame: trigger.segment.frame })]),
    ...steps.reply,
  ],
  checks: {
    device: ['device-log', 'device-connect-timeout'],
    network: ['net-both-ends-capture', 'net-firewall-log'],
    serverOs: ['os-counters'],
    serverApplication: ['app-request-log'],
  },
  next: 'fromHandshake',
});
