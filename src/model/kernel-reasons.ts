import type { CauseId } from './cause-ids.ts';

/** Reasons that stand for the same thing, and the causes behind them, the usual one first. */
export interface KernelReasons {
  readonly reasons: readonly string[];
  readonly causes: readonly CauseId[];
}

/**
 * What `tcp:tcp_send_reset` prints (enum sk_rst_reason, Linux 6.18) and what is behind it. For readers; verdicts go by the reasons that
 * each cause derives from its evidence.
 */
export const kernelReasonTable: readonly KernelReasons[] = [
  {
    reasons: ['NO_SOCKET'],
    causes: ['port-closed', 'state-lost-no-listener', 'client-connect-abandoned'],
  },
  {
    reasons: ['TCP_FLAGS'],
    causes: ['state-lost-listener-up', 'nat-rebind', 'handshake-incomplete-on-server', 'segment-after-reset'],
  },
  { reasons: ['INVALID_SYN'], causes: ['accept-overflow-abort'] },
  { reasons: ['TCP_INVALID_ACK_SEQUENCE'], causes: ['synsent-bad-ack'] },
  { reasons: ['TCP_ABORT_ON_DATA', 'TCP_TIMEWAIT_SOCKET'], causes: ['late-data-after-close'] },
  { reasons: ['TCP_ABORT_ON_CLOSE'], causes: ['close-with-unread-data', 'client-abort', 'close-notify-race'] },
  { reasons: ['TCP_STATE'], causes: ['linger-zero', 'admin-kill', 'listener-closed-during-handshake'] },
  { reasons: ['TCP_KEEPALIVE_TIMEOUT'], causes: ['keepalive-timeout'] },
];
