/** What a cause says about the questions that customers ask first. Only what holds for every RST of the cause stands here. */
import type { CauseId } from '../../model/cause-ids.ts';

/**
 * Where a RST of a cause was brought about: by the host, programs and rules of its sender; on the path; nowhere, since nothing went wrong.
 * `open`: the cause alone does not say.
 */
export type Place = 'sender' | 'path' | 'nowhere' | 'open';

/**
 * What a restart of the service would do. `starts`: what should listen does not run. `brief`: it would relieve a shortage for a while.
 * `causes`: a restart (or an end) of the program is what did this. `none`: it changes nothing.
 */
export type Restart = 'starts' | 'brief' | 'causes' | 'none' | 'open';

export const bearingOn: Readonly<Record<CauseId, { readonly place: Place; readonly restart: Restart }>> = {
  'port-closed': { place: 'sender', restart: 'starts' },
  'state-lost-no-listener': { place: 'sender', restart: 'starts' },
  'state-lost-listener-up': { place: 'open', restart: 'none' },
  'nat-rebind': { place: 'path', restart: 'none' },
  'conntrack-leak': { place: 'path', restart: 'none' },
  'silent-giveup-then-late': { place: 'open', restart: 'none' },
  'handshake-incomplete-on-server': { place: 'open', restart: 'open' },
  'late-data-after-close': { place: 'open', restart: 'none' },
  'benign-rst-after-close': { place: 'nowhere', restart: 'none' },
  'segment-after-reset': { place: 'open', restart: 'open' },
  'lb-rehash': { place: 'path', restart: 'none' },
  'failover-vip-move': { place: 'open', restart: 'none' },
  'fin-wait2-expired': { place: 'open', restart: 'none' },
  'synsent-bad-ack': { place: 'open', restart: 'none' },
  'synrecv-bad-ack': { place: 'open', restart: 'none' },
  'synrecv-syn-in-window': { place: 'open', restart: 'none' },
  'accept-overflow-abort': { place: 'sender', restart: 'brief' },
  'unsolicited-synack': { place: 'open', restart: 'none' },
  'client-connect-abandoned': { place: 'open', restart: 'none' },
  'port-scan': { place: 'open', restart: 'none' },
  'odd-flags': { place: 'open', restart: 'none' },
  'listener-closed-during-handshake': { place: 'sender', restart: 'causes' },
  'mptcp-subflow-reset': { place: 'sender', restart: 'none' },
  'close-with-unread-data': { place: 'sender', restart: 'none' },
  'linger-zero': { place: 'sender', restart: 'none' },
  'process-killed': { place: 'sender', restart: 'causes' },
  'admin-kill': { place: 'sender', restart: 'none' },
  'disconnect-unspec': { place: 'sender', restart: 'none' },
  'keepalive-timeout': { place: 'open', restart: 'none' },
  'orphan-or-memory-limit': { place: 'sender', restart: 'brief' },
  'linger2-negative': { place: 'sender', restart: 'none' },
  'app-idle-or-request-timeout': { place: 'sender', restart: 'none' },
  'app-reject-after-accept': { place: 'sender', restart: 'none' },
  'client-abort': { place: 'sender', restart: 'none' },
  'close-notify-race': { place: 'open', restart: 'none' },
  'antiddos-challenge': { place: 'path', restart: 'none' },
  'host-firewall-reject': { place: 'sender', restart: 'none' },
  'path-firewall-reject': { place: 'path', restart: 'none' },
  'middlebox-idle-timeout-rst': { place: 'path', restart: 'none' },
  'firewall-policy-rst': { place: 'path', restart: 'none' },
  'on-path-injection': { place: 'path', restart: 'none' },
  'lb-no-backend-or-unhealthy': { place: 'open', restart: 'open' },
  'proxy-upstream-failure': { place: 'open', restart: 'open' },
  'blind-rst-attack': { place: 'path', restart: 'none' },
  'seq-rewrite-or-asymmetric': { place: 'path', restart: 'none' },
};
