import { defineCause } from '../model/cause.ts';
import type { Evidence } from '../model/evidence.ts';
import { absent, isSeen, type Reading, unseen } from '../model/reading.ts';
import { step } from '../model/story-keys.ts';
import { onlyIf } from './shared/ties.ts';

/** A server that still waits for the last step repeats its SYN-ACK after this time: RFC 6298 §2, Linux TCP_TIMEOUT_INIT. */
const SYN_ACK_REPEAT_US = 1_000_000;
/** No service is stopped and listening again sooner than this, microseconds. */
const QUICKEST_RESTART_US = 50_000;

/**
 * The program stopped listening while the connection was still the kernel's: not yet accepted, or its handshake not complete.
 * With the listener go the connections in its queue, each with a RST.
 */
export default defineCause({
  id: 'listener-closed-during-handshake',
  origin: 'endpoint',
  impact: 'disruptive',
  level: 'reason',
  sources: ['Linux inet_csk_listen_stop(), inet_child_forget(), net.ipv4.tcp_migrate_req', 'RFC 9293 §3.10.7.1'],
  caps: { client: 'medium', server: 'high', middle: 'low' },
  signs: {
    neverAccepted: { bearing: 'required', facts: { frame: 'frame' } },
    reset: { bearing: 'required', facts: { frame: 'frame', seq: 'field' } },
    refusedAfter: { bearing: 'required', facts: { frame: 'frame', later: 'duration' } },
    sameService: 'weak',
    senderIsClient: 'excludes',
    senderFin: 'excludes',
    resetBefore: 'excludes',
    probes: 'excludes',
    filterMark: 'excludes',
    senderContinues: 'excludes',
    foreign: 'excludes',
  },
  read: (evidence) => {
    const { sender } = evidence;
    return {
      neverAccepted: sender.syn !== null && sender.bytes === 0 ? { frame: sender.syn.frame } : absent,
      reset: endedEarly(evidence),
      refusedAfter: refused(evidence),
    };
  },
  // A process that ends closes what it had accepted and not read as well; a queued connection is reset before it ever read.
  sameTrace: ({ shape, receiver, ready }) => [
    ...onlyIf(shape === 'abort' && receiver.bytes > 0, 'process-killed', 'close-with-unread-data'),
    ...onlyIf(shape !== 'abort' && ready.hostMark === unseen, 'host-firewall-reject'),
  ],
  kernelReasons: ({ shape }) => (shape === 'abort' ? ['TCP_STATE'] : ['NO_SOCKET', 'INVALID_SYN', 'TCP_FLAGS']),
  steps: ({ steps, ready, shape, sender, reset }) => [
    ...(shape === 'abort' ? steps.noTrigger : steps.arrived),
    step('listenerClosed', 'inferred', { frame: sender.syn?.frame ?? reset.frame }),
    ...(isSeen(ready.refusedAfter) ? steps.listener : []),
    ...(shape === 'abort' ? steps.abort : steps.reply),
  ],
  checks: {
    device: ['device-log'],
    network: ['net-lb-log'],
    serverOs: ['os-listener', 'os-trace-reason'],
    serverApplication: ['app-restart-log', 'app-service-status', 'app-crash'],
  },
  next: 'socketState',
});

/** A queued connection is disconnected with live numbers; one without its last step leaves only an answer to that step. */
function endedEarly({ shape, reset, acceptance, numbers, ready }: Evidence): Reading<{ frame: 'frame'; seq: 'field' }> {
  const seen = { frame: reset.frame, seq: reset.seq };
  if (shape === 'abort') return ready.opened === absent ? absent : seen;
  const isLastStep = shape === 'stateless-ack' && acceptance.onlySynAck && numbers.seq === 'next';
  return isLastStep && acceptance.sinceSynAckUs <= SYN_ACK_REPEAT_US ? seen : absent;
}

/** A service that accepts again may have been restarted; one that accepts at once was never gone. */
function refused({ ready, event, reset }: Evidence): Evidence['ready']['refusedAfter'] {
  const next = event.attemptAfter;
  if (next === null || next.outcome === 'refused') return ready.refusedAfter;
  return next.synTimeUs - reset.timeUs >= QUICKEST_RESTART_US ? unseen : absent;
}
