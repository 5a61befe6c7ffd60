import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptySegment } from '../../src/model/empty-segment.ts';
import { BlockPool } from '../../src/track/block-pool.ts';
import { Connection } from '../../src/track/connection.ts';
import { ConnectionTable, tupleHash } from '../../src/track/connection-table.ts';
import { Service } from '../../src/track/services.ts';

const segmentOf = (client: number, isReply: boolean) => ({
  ...emptySegment(),
  source: isReply ? 9999 : client,
  destination: isReply ? client : 9999,
  sourcePort: isReply ? 443 : 40_000,
  destinationPort: isReply ? 40_000 : 443,
});

const pool = new BlockPool();

function connectionOf(client: number, hash: number): Connection {
  const tuple = { clientAddress: client, clientPort: 40_000, serverAddress: 9999, serverPort: 443 };
  const service = new Service();
  const connection = new Connection(service);
  connection.begin(
    pool,
    client,
    hash,
    segmentOf(client, false),
    { ...tuple, opened: 'syn', roles: 'handshake' },
    service,
  );
  return connection;
}

/** Adds or removes a connection, in the table and in the model. */
function step(table: ConnectionTable, model: Map<number, Connection>, client: number, hash: number): void {
  const known = model.get(client);
  if (known === undefined) {
    const added = connectionOf(client, hash);
    table.add(added);
    model.set(client, added);
  } else {
    table.remove(known);
    model.delete(client);
  }
}

describe('ConnectionTable', () => {
  it('finds what is in it, from either direction, after any order of adding and removing', () => {
    const clients = fc.array(fc.nat({ max: 60 }), { maxLength: 300 });
    // Few different hashes make the tuples collide.
    fc.assert(
      fc.property(clients, fc.integer({ min: 1, max: 1000 }), (chosen, hashes) => {
        const hashOf = (client: number) => tupleHash(segmentOf(client, false)) % hashes;
        const table = new ConnectionTable();
        const model = new Map<number, Connection>();
        for (const client of chosen) step(table, model, client, hashOf(client));
        for (let client = 0; client <= 60; client++) {
          expect(table.find(segmentOf(client, false), hashOf(client))).toBe(model.get(client));
          expect(table.find(segmentOf(client, true), hashOf(client))).toBe(model.get(client));
        }
        expect([table.size, table.all().length]).toEqual([model.size, model.size]);
      }),
      { numRuns: 200, seed: 20_261_122 },
    );
  });

  it('grows and still finds everything', () => {
    const table = new ConnectionTable();
    const all = Array.from({ length: 3000 }, (_, client) => connectionOf(client, tupleHash(segmentOf(client, false))));
    for (const connection of all) table.add(connection);
    expect(all.every((connection) => table.find(segmentOf(connection.id, true), connection.hash) === connection)).toBe(
      true,
    );
  });

  it('hashes both directions alike and different tuples differently', () => {
    const hashes = new Set<number>();
    for (let client = 0; client < 5000; client++) {
      expect(tupleHash(segmentOf(client, false))).toBe(tupleHash(segmentOf(client, true)));
      hashes.add(tupleHash(segmentOf(client, false)) & 0xffff);
    }
    // 5000 balls in 65536 bins leave about 4815 bins hit.
    expect(hashes.size).toBeGreaterThan(4600);
  });
});
