/**
 * Where the capture was taken. Two independent signs: the delay to either end (capture point → host → capture point), and
 * whether a host's packets still carry an initial TTL, that is, crossed no router yet.
 */
import type { ResetEvent, Role, SeenSegment, SideFacts } from '../model/connection.ts';
import type { VantageFacts } from '../model/evidence.ts';
import type { Confidence, Vantage } from '../model/verdict.ts';
import { usualTtl } from './segments.ts';

/** The far end must answer this much later than the near one before the delays decide. */
const DELAY_RATIO = 5;
/** Round trips below this say nothing: on one link both ends are near. Microseconds. */
const SHORTEST_PATH_US = 1000;
/** Initial TTLs in wide use; 32 is left out because distant hosts reach it. */
const UNTOUCHED_TTLS = [64, 128, 255];

interface Hint {
  readonly value: Vantage;
}

/** Infers the vantage, or takes the given one. */
export function vantageOf(event: ResetEvent, senderRole: Role, given: Vantage | null): VantageFacts {
  const { client, server } = event;
  const toServerUs = client.syn === null && server.rtt === null ? -1 : (server.rtt?.minUs ?? -1);
  const toClientUs = client.rtt?.minUs ?? -1;
  const clientTtl = ttlOf(client, senderRole === 'client' ? event.reset : null);
  const serverTtl = ttlOf(server, senderRole === 'server' ? event.reset : null);
  const delays = byDelays(toServerUs, toClientUs);
  const ttls = byTtl(clientTtl, serverTtl);
  const isLocal = client.address === server.address;
  const { value, confidence, basis } =
    given === null ? inferred(delays, ttls, isLocal ? senderRole : null) : fromUser(given);
  const onHost = (role: Role): boolean =>
    isLocal ||
    (value === role && (given !== null || UNTOUCHED_TTLS.includes(role === 'client' ? clientTtl : serverTtl)));
  return {
    value,
    confidence,
    basis,
    toServerUs,
    toClientUs,
    clientTtl,
    serverTtl,
    atSender: onHost(senderRole),
    atReceiver: onHost(senderRole === 'client' ? 'server' : 'client'),
  };
}

/** A side's usual TTL; for a side that sent nothing but the RST, the RST's. */
function ttlOf(side: SideFacts, reset: SeenSegment | null): number {
  return usualTtl(side)?.ttl ?? reset?.ttl ?? -1;
}

function byDelays(toServerUs: number, toClientUs: number): Hint {
  if (toServerUs < 0 || toClientUs < 0) return { value: 'unknown' };
  const far = Math.max(toServerUs, toClientUs);
  const near = Math.min(toServerUs, toClientUs);
  if (far < SHORTEST_PATH_US) return { value: 'unknown' };
  if (far >= DELAY_RATIO * near) return { value: toServerUs > toClientUs ? 'client' : 'server' };
  return { value: near >= SHORTEST_PATH_US ? 'middle' : 'unknown' };
}

function byTtl(clientTtl: number, serverTtl: number): Hint {
  if (clientTtl <= 0 || serverTtl <= 0) return { value: 'unknown' };
  const clientUntouched = UNTOUCHED_TTLS.includes(clientTtl);
  const serverUntouched = UNTOUCHED_TTLS.includes(serverTtl);
  if (clientUntouched === serverUntouched) return { value: clientUntouched ? 'unknown' : 'middle' };
  return { value: clientUntouched ? 'client' : 'server' };
}

/** A host that talks to itself has no other vantage than itself. */
function inferred(delays: Hint, ttls: Hint, local: Role | null): Combined {
  return local === null ? combine(delays, ttls) : { value: local, confidence: 'likely', basis: 'ttl' };
}

type Combined = Pick<VantageFacts, 'value' | 'confidence' | 'basis'>;

/** Untouched TTLs name the host itself; delays alone only the nearer end. A contradiction leaves it open. */
function combine(delays: Hint, ttls: Hint): Combined {
  const word = (confidence: Confidence, value: Vantage, basis: VantageFacts['basis']): Combined => ({
    value,
    confidence,
    basis,
  });
  if (delays.value === 'unknown' && ttls.value === 'unknown') return word('undetermined', 'unknown', 'none');
  if (delays.value === 'unknown') return word('possible', ttls.value, 'ttl');
  if (ttls.value === 'unknown' || ttls.value === 'middle') return word('possible', delays.value, 'delays');
  if (delays.value === ttls.value) return word('likely', delays.value, 'delaysAndTtl');
  if (delays.value === 'middle') return word('possible', ttls.value, 'ttl');
  return word('undetermined', 'unknown', 'none');
}

function fromUser(value: Vantage): Combined {
  return { value, confidence: 'proven', basis: 'given' };
}
