/** What the codes in a RST mean, and which causes they can stand for. */
import type { CauseId } from '../model/cause-ids.ts';

export interface Meaning {
  /** Key of locales common `stated.meanings`. */
  readonly key: string;
  /** Causes that fit the code; none: the code fits any. */
  readonly causes: readonly CauseId[];
}

const LOST: readonly CauseId[] = [
  ...(['state-lost-no-listener', 'state-lost-listener-up', 'nat-rebind', 'conntrack-leak', 'lb-rehash'] as const),
  ...(['failover-vip-move', 'silent-giveup-then-late', 'segment-after-reset', 'benign-rst-after-close'] as const),
];
const LATE: readonly CauseId[] = [
  'late-data-after-close',
  'fin-wait2-expired',
  'close-with-unread-data',
  'client-abort',
];
const ABORTS: readonly CauseId[] = [
  ...([
    'linger-zero',
    'admin-kill',
    'disconnect-unspec',
    'client-abort',
    'process-killed',
    'linger2-negative',
    'listener-closed-during-handshake',
    'close-notify-race',
    'port-scan',
  ] as const),
  ...(['close-with-unread-data', 'app-idle-or-request-timeout', 'app-reject-after-accept'] as const),
];
const HANDSHAKE: readonly CauseId[] = [
  ...(['synsent-bad-ack', 'synrecv-bad-ack', 'unsolicited-synack', 'client-connect-abandoned'] as const),
  ...(['handshake-incomplete-on-server', 'accept-overflow-abort', 'antiddos-challenge'] as const),
];
const POLICY: readonly CauseId[] = [
  ...(['firewall-policy-rst', 'host-firewall-reject', 'path-firewall-reject', 'app-reject-after-accept'] as const),
];
const SHORTAGE: readonly CauseId[] = ['orphan-or-memory-limit', 'accept-overflow-abort', 'app-reject-after-accept'];
const UPSTREAM: readonly CauseId[] = ['proxy-upstream-failure', 'lb-no-backend-or-unhealthy', 'port-closed'];
const TIMERS: readonly CauseId[] = [
  ...(['keepalive-timeout', 'middlebox-idle-timeout-rst', 'app-idle-or-request-timeout'] as const),
  ...(['proxy-upstream-failure', 'silent-giveup-then-late'] as const),
];
const MULTIPATH: readonly CauseId[] = ['mptcp-subflow-reset'];
const DEVICES: readonly CauseId[] = [
  ...(['on-path-injection', 'firewall-policy-rst', 'path-firewall-reject', 'middlebox-idle-timeout-rst'] as const),
  ...(['seq-rewrite-or-asymmetric', 'antiddos-challenge', 'lb-no-backend-or-unhealthy'] as const),
];

const meaning = (key: string, causes: readonly CauseId[] = []): Meaning => ({ key, causes });

/** Registry “TCP Failure Causes”: draft-ietf-tcpm-rst-diagnostic-payload-02 §9.1. */
export const FAILURE_CAUSES: ReadonlyMap<number, Meaning> = new Map([
  [1, meaning('illegalOption')],
  [2, meaning('desynchronized', LOST)],
  [3, meaning('newDataAfterClose', LATE)],
  [4, meaning('abort', ABORTS)],
  [5, meaning('unexpectedAck', [...HANDSHAKE, ...LOST])],
  [6, meaning('unexpectedSyn', ['synrecv-syn-in-window'])],
  [7, meaning('security')],
  [8, meaning('malformed', ['odd-flags'])],
  [9, meaning('notAuthorized', POLICY)],
  [10, meaning('resourceExceeded', SHORTAGE)],
  [11, meaning('networkFailure', UPSTREAM)],
  [12, meaning('resetFromPeer', UPSTREAM)],
  [13, meaning('unreachable', UPSTREAM)],
  [14, meaning('timeout', TIMERS)],
  [15, meaning('tooMuchData', MULTIPATH)],
  [16, meaning('badPerformance', MULTIPATH)],
  [17, meaning('middlebox', [...MULTIPATH, ...DEVICES])],
]);

/** Windows that NetScaler writes into its RSTs: Citrix ADC reset codes reference, support.citrix.com/article/CTX200852. */
export const NETSCALER_WINDOWS: ReadonlyMap<number, Meaning> = new Map([
  [8201, meaning('desynchronized', LOST)],
  [8202, meaning('desynchronized', LOST)],
  [8204, meaning('unexpectedSyn', [...HANDSHAKE, 'synrecv-syn-in-window'])],
  [8205, meaning('unexpectedAck', HANDSHAKE)],
  [8206, meaning('unexpectedAck', HANDSHAKE)],
  [8209, meaning('resourceExceeded', SHORTAGE)],
  [8212, meaning('unreachable', UPSTREAM)],
  [9100, meaning('timeout', TIMERS)],
  [9300, meaning('timeout', TIMERS)],
  [9301, meaning('timeout', TIMERS)],
  [9302, meaning('timeout', TIMERS)],
  [9303, meaning('timeout', TIMERS)],
  [9304, meaning('timeout', TIMERS)],
  [9310, meaning('timeout', TIMERS)],
  [9401, meaning('resourceExceeded', [...SHORTAGE, 'lb-no-backend-or-unhealthy'])],
  [9700, meaning('passedOn')],
  [9701, meaning('passedOn')],
  [9702, meaning('newDataAfterClose', LATE)],
  [9811, meaning('tls', ['app-reject-after-accept', 'firewall-policy-rst'])],
  [9814, meaning('notAuthorized', POLICY)],
  [9830, meaning('notAuthorized', POLICY)],
  [9845, meaning('notAuthorized', POLICY)],
]);
