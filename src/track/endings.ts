/** How connections ended: the story of a capture without RST. */
import type { AddressBook } from '../model/addresses.ts';
import type { ConnectionSummary } from '../model/connection.ts';
import { NO_BLOCK } from './block-pool.ts';
import type { Connection } from './connection.ts';

/** Retransmissions or probes in a row that nothing answers: two are a lost tail (RFC 8985 §7), three a peer or path gone silent. */
const SILENT_AFTER = 3;
const MAX_EXAMPLES = 50;

type Ended = ConnectionSummary['ended'];

/** How many connections ended in each way, before any did. */
export const NO_ENDINGS: Readonly<Record<Ended, number>> = {
  open: 0,
  closed: 0,
  'half-closed': 0,
  reset: 0,
  refused: 0,
  unanswered: 0,
  silent: 0,
};

/** Collects the endings of connections as they are forgotten. */
export class Endings {
  readonly counts: Record<Ended, number> = { ...NO_ENDINGS };
  readonly #examples: ConnectionSummary[] = [];
  readonly #addresses: AddressBook;

  constructor(addresses: AddressBook) {
    this.#addresses = addresses;
  }

  add(connection: Connection): void {
    const ended = endingOf(connection);
    this.counts[ended]++;
    if (ended === 'open' || ended === 'closed' || this.#examples.length >= MAX_EXAMPLES) return;
    this.#examples.push(this.#summary(connection, ended));
  }

  /** The first connections that did not end well, in order of appearance. */
  get examples(): readonly ConnectionSummary[] {
    return this.#examples.toSorted((a, b) => a.firstFrame - b.firstFrame);
  }

  #summary(connection: Connection, ended: Ended): ConnectionSummary {
    const { client, server } = connection;
    return {
      id: connection.id,
      client: endpoint(this.#addresses.format(client.address), client.port),
      server: endpoint(this.#addresses.format(server.address), server.port),
      ended,
      segments: client.segments + server.segments + client.resets + server.resets,
      firstFrame: connection.firstFrame,
      lastFrame: connection.lastFrame,
      firstUs: connection.firstUs,
      lastUs: connection.lastUs,
      retransmissions: client.retransmissions + server.retransmissions,
    };
  }
}

/** `address:port`, with IPv6 addresses in brackets (RFC 5952 §6). */
function endpoint(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

function endingOf(connection: Connection): Ended {
  const { client, server } = connection;
  if (connection.isClosed) return 'closed';
  if (connection.isRefused && !server.isHeard) return 'refused';
  if (connection.hasReset) return 'reset';
  if (server.segments === 0 && client.syn !== NO_BLOCK && client.segments === client.synCount) return 'unanswered';
  if (Math.max(client.unanswered, server.unanswered) >= SILENT_AFTER) return 'silent';
  return client.fin !== NO_BLOCK || server.fin !== NO_BLOCK ? 'half-closed' : 'open';
}
