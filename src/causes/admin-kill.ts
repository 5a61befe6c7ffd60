import { defineCause } from '../model/cause.ts';
import { absent, unseen } from '../model/reading.ts';
import { step } from '../model/story-keys.ts';

/**
 * An operator or the platform destroyed a live socket (ss -K, SOCK_DESTROY). Seen only where the receive window was closed:
 * close() would have purged the queue and opened the window in the RST; here it stayed shut.
 */
export default defineCause({
  id: 'admin-kill',
  origin: 'endpoint',
  impact: 'disruptive',
  level: 'mechanism',
  sources: ['Linux tcp_abort(), inet_diag SOCK_DESTROY', 'ss(8), --kill'],
  caps: { client: 'medium', server: 'high', middle: 'medium' },
  signs: {
    abortNumbers: 'required',
    queueKept: { bearing: 'required', facts: { frame: 'frame', window: 'field' } },
    midConversation: { bearing: 'required', facts: { frame: 'frame', what: 'term' } },
    senderIsClient: 'excludes',
    senderFin: 'against',
    probes: 'excludes',
    foreign: 'excludes',
  },
  read: ({ ready, unread, reset }) => ({
    queueKept:
      unread.zeroWindow === null
        ? unseen
        : unread.noJump
          ? { frame: unread.zeroWindow.frame, window: reset.window }
          : absent,
    midConversation: ready.opened,
  }),
  sameTrace: () => ['disconnect-unspec'],
  kernelReasons: () => ['TCP_STATE'],
  steps: ({ steps }) => [
    ...steps.alive,
    ...steps.noTrigger,
    step('disconnected', 'inferred', { inFlight: 0 }),
    ...steps.abort,
  ],
  checks: {
    device: ['device-log'],
    network: ['net-both-ends-capture'],
    serverOs: ['os-trace-reason', 'os-counters'],
    serverApplication: ['app-who-closed', 'app-restart-log'],
  },
  next: 'tracepointSender',
});
