/**
 * Causes that leave the same packets, by what is seen. Scenarios say with these what may be told apart at which vantage; the
 * argument is the scenario's. A set may hold the true cause itself.
 */
import type { CauseId } from '../../src/model/cause-ids.ts';
import type { ResetRule } from './scenario.ts';

/** A live socket of a server gave up and offers the window that it had (`tcp_send_active_reset`): nothing tells who decided. */
export const ABORT: readonly CauseId[] = ['linger-zero', 'close-with-unread-data', 'admin-kill', 'disconnect-unspec'];

/**
 * A Linux host at the server's distance does not know the connection, and its service accepts a new one. A translator may also have
 * forgotten to translate (over IPv6, too: RFC 6296), and the server may have given up on data that were lost on the way, if it had
 * been silent for long enough: nothing of that shows away from it.
 */
export const FORGOTTEN: readonly CauseId[] = [
  'state-lost-listener-up',
  'nat-rebind',
  'conntrack-leak',
  'lb-rehash',
  'failover-vip-move',
  'silent-giveup-then-late',
];

/** As {@link FORGOTTEN}, when no mark tells the host's TCP from a filter or a box, and nobody has tried the service again. */
export const FORGOTTEN_OR_REFUSED: readonly CauseId[] = [
  ...FORGOTTEN,
  'state-lost-no-listener',
  'middlebox-idle-timeout-rst',
  'host-firewall-reject',
];

/** RSTs with which a host may answer what still comes for a connection that a RST has already ended. */
export function echoes(from: 'client' | 'server'): ResetRule {
  return {
    from,
    builder: 'stateless-reply',
    cause: 'segment-after-reset',
    sameTrace: [],
    optional: true,
    why: 'A RST in this capture ended the connection before; the segments that were on their way are answered one by one.',
  };
}

/** The client's first answer to the server, where the RST that ended its connection passed on the client's side of this capture only. */
export const ECHO_OF_UNSEEN: ResetRule = {
  at: ['middle', 'server'],
  from: 'client',
  builder: 'stateless-reply',
  cause: 'segment-after-reset',
  sameTrace: ['state-lost-no-listener', 'conntrack-leak', 'host-firewall-reject'],
  why: 'The forged RST went to the client only. From here a client that forgot the connection, one that filters it, and one that the packets reach under another address look the same. Whoever forges with the TTL, the IP ID and the delay of the host could stand behind any RST; nothing here is his alone.',
};
