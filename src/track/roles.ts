/** Who is client and who is server when a connection is first seen. */
import { ACK, RST, type Segment, SYN } from '../model/segment.ts';
import type { Opening } from './connection.ts';
import type { Services } from './services.ts';

/** Ports below are given to services (RFC 6335 §6). */
const SYSTEM_PORTS = 1024;
/** Linux takes client ports from here (ip_local_port_range); the IANA range starts at 49152. */
const EPHEMERAL_PORTS = 32_768;

/** Reads the roles from a handshake, else from services known already, else from the ports. */
export function openingOf(segment: Segment, services: Services): Opening {
  const handshake = segment.flags & (SYN | ACK | RST);
  if (handshake === SYN) return bySender(segment, 'syn', 'handshake');
  if (handshake === (SYN | ACK)) return byReceiver(segment, 'syn-ack', 'handshake');
  const toService = services.find(segment.space, segment.destination, segment.destinationPort)?.isKnown ?? false;
  const fromService = services.find(segment.space, segment.source, segment.sourcePort)?.isKnown ?? false;
  if (toService !== fromService)
    return toService ? bySender(segment, 'midstream', 'guessed') : byReceiver(segment, 'midstream', 'guessed');
  if (looksLikeService(segment.destinationPort, segment.sourcePort)) return bySender(segment, 'midstream', 'guessed');
  if (looksLikeService(segment.sourcePort, segment.destinationPort)) return byReceiver(segment, 'midstream', 'guessed');
  return bySender(segment, 'midstream', 'unknown');
}

function looksLikeService(port: number, other: number): boolean {
  return (port < SYSTEM_PORTS && other >= SYSTEM_PORTS) || (port < EPHEMERAL_PORTS && other >= EPHEMERAL_PORTS);
}

/** The sender is the client. */
function bySender(segment: Segment, opened: Opening['opened'], roles: Opening['roles']): Opening {
  return {
    clientAddress: segment.source,
    clientPort: segment.sourcePort,
    serverAddress: segment.destination,
    serverPort: segment.destinationPort,
    opened,
    roles,
  };
}

/** The receiver is the client. */
function byReceiver(segment: Segment, opened: Opening['opened'], roles: Opening['roles']): Opening {
  return {
    clientAddress: segment.destination,
    clientPort: segment.destinationPort,
    serverAddress: segment.source,
    serverPort: segment.sourcePort,
    opened,
    roles,
  };
}
