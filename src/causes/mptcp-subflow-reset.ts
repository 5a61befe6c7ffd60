import { defineCause } from '../model/cause.ts';
import type { Evidence } from '../model/evidence.ts';
import { absent } from '../model/reading.ts';
import { OPT_MPTCP } from '../model/segment.ts';
import { step } from '../model/story-keys.ts';

/** Reasons of MP_TCPRST (RFC 8684 §3.6) as the kernel's tracepoint prints them, by number (include/net/rstreason.h). */
const KERNEL_REASONS = [
  'MPTCP_RST_EUNSPEC',
  'MPTCP_RST_EMPTCP',
  'MPTCP_RST_ERESOURCE',
  'MPTCP_RST_EPROHIBIT',
  'MPTCP_RST_EWQ2BIG',
  'MPTCP_RST_EBADPERF',
  'MPTCP_RST_EMIDDLEBOX',
];

/** One path of a multipath connection was refused or ended, and the RST itself states why. The connection may live on elsewhere. */
export default defineCause({
  id: 'mptcp-subflow-reset',
  origin: 'endpoint',
  impact: 'unknown',
  level: 'reason',
  sources: ['RFC 8684 §3.6', 'Linux mptcp_reset_option(), mptcp_established_options_rst()'],
  caps: { client: 'high', server: 'high', middle: 'high' },
  signs: {
    stated: { bearing: 'required', facts: { reason: 'field' } },
    multipath: { bearing: 'strong', facts: { frame: 'frame' } },
    foreign: { bearing: 'against', facts: { ttl: 'field', window: 'field' } },
  },
  read: (evidence) => ({
    stated: evidence.event.mptcpReason < 0 ? absent : { reason: evidence.event.mptcpReason },
    multipath: multipath(evidence),
    foreign: evidence.ready.foreign,
  }),
  proof: { pattern: 'h', signs: ['stated'] },
  sameTrace: () => [],
  kernelReasons: ({ event }) => {
    const named = KERNEL_REASONS[event.mptcpReason];
    return named === undefined ? [] : [named];
  },
  steps: ({ steps, event, shape }) => [
    ...(shape === 'abort' ? steps.alive : steps.arrived),
    step('subflowReset', 'failed', { reason: event.mptcpReason }),
    ...(shape === 'abort' ? steps.abort : steps.reply),
  ],
  checks: {
    device: ['device-mptcp', 'device-log'],
    network: ['net-both-ends-capture'],
    serverOs: ['os-mptcp', 'os-trace-reason'],
    serverApplication: [],
  },
  next: 'tracepointSender',
});

/** A SYN or another segment of the connection carries MPTCP as well. */
function multipath({ event, sender, receiver }: Evidence): { readonly frame: number } | typeof absent {
  const known = [sender.syn, receiver.syn, ...event.before];
  const carrying = known.find((segment) => segment !== null && (segment.options & OPT_MPTCP) !== 0);
  return carrying === undefined || carrying === null ? absent : { frame: carrying.frame };
}
