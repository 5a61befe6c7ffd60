/** Short forms for the truths that scenarios write down: who built a RST, and what the kernel called it. */
import type { WrittenTruth } from './scenario.ts';
import type { Truth } from './truth.ts';

type Told = Pick<WrittenTruth, 'cause' | 'why'> & Partial<Pick<WrittenTruth, 'sameTrace'>>;

const written = (truth: Truth, told: Told): WrittenTruth => ({ sameTrace: [], ...truth, ...told });

/** The kernel of the named host answered one segment (`tcp_v4_send_reset`) and gave this reason. */
export function replied(kernelReason: string, told: Told): WrittenTruth {
  return written({ builder: 'stateless-reply', origin: 'endpoint', kernelReason }, told);
}

/** A socket of the named host gave up (`tcp_send_active_reset`) for this reason. */
export function aborted(kernelReason: string, told: Told): WrittenTruth {
  return written({ builder: 'live-socket', origin: 'endpoint', kernelReason }, told);
}

/** A reject rule made it (`nf_send_reset`), on the named host or on a router. */
export function filtered(where: 'endpoint-firewall' | 'middlebox', told: Told): WrittenTruth {
  return written({ builder: 'packet-filter', origin: where, kernelReason: null }, told);
}

/** The box on the path made it. */
export function forged(told: Told): WrittenTruth {
  return written({ builder: 'foreign', origin: 'middlebox', kernelReason: null }, told);
}

/** What a live socket's RST in mid-conversation leaves open, when nothing in the capture speaks for one of them. */
export const ANY_ABORT = ['linger-zero', 'admin-kill', 'disconnect-unspec', 'close-with-unread-data'] as const;

/** {@link ANY_ABORT} without the one that happened. */
export function otherAborts(happened: string): WrittenTruth['sameTrace'] {
  return ANY_ABORT.filter((cause) => cause !== happened);
}

/** Who else would refuse a SYN with the same packet, when neither DSCP nor TTL speaks (IPv4, a SYN without DSCP). */
export const ANY_REFUSAL = ['host-firewall-reject', 'path-firewall-reject', 'lb-no-backend-or-unhealthy'] as const;
