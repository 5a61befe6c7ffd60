import { describe, expect, it, vi } from 'vitest';
import { Diagnostics } from '../../src/model/diagnostic.ts';
import { emptySegment } from '../../src/model/empty-segment.ts';
import { ACK, RST } from '../../src/model/segment.ts';
import { BlockPool, NO_BLOCK } from '../../src/track/block-pool.ts';
import { Connection } from '../../src/track/connection.ts';
import { Retention } from '../../src/track/retention.ts';
import { Service } from '../../src/track/services.ts';
import type { Side } from '../../src/track/side.ts';
import { scenario } from '../support/scenario.ts';

const originalTake = BlockPool.prototype.take;

describe('what is forgotten', () => {
  it('is the longest idle connection, and that is said', () => {
    const story = scenario().handshake();
    for (let n = 0; n < 8; n++) story.connection().wait(100).handshake();
    story.use(0).wait(10).data('client', 5).reject('server');
    story.use(8).data('client', 5).reject('server');
    const diagnostics = new Diagnostics();
    const tracking = story.track({ maxConnections: 8, diagnostics });
    expect(tracking.events.map(({ opened, roles }) => [opened, roles])).toEqual([
      ['midstream', 'guessed'],
      ['syn', 'handshake'],
    ]);
    expect(tracking.forgotten).toBe(2);
    expect(diagnostics.list).toMatchObject([{ code: 'track/forgotten', facts: { connections: 2 } }]);
    expect(tracking.endings.open).toBe(8);
  });

  it('begins with what has ended, which is not worth a word', () => {
    const story = scenario().handshake().fin('client').fin('server').ack('client').wait(200_000);
    for (let n = 0; n < 8; n++) story.connection().handshake();
    const tracking = story.track({ maxConnections: 8 });
    expect([tracking.forgotten, tracking.endings.closed, tracking.endings.open]).toEqual([0, 1, 8]);
  });

  it('is, with many connections, all but the last eight segments', () => {
    const retention = new Retention();
    expect([1, 8192, 8193, 40_960].map((count) => retention.recentSegments(count))).toEqual([32, 32, 8, 8]);
  });

  it('is nothing but what has ended while the table may still grow', () => {
    const story = scenario();
    for (let n = 0; n < 8; n++) story.connection().syn().reject('server');
    story.wait(200_000);
    for (let n = 0; n < 9000; n++) story.connection().syn();
    const { forgotten, endings, connections } = story.track();
    expect([forgotten, endings.refused, endings.unanswered, connections]).toEqual([0, 8, 9000, 9008]);
  });

  it.each([
    [50_000, 'syn'],
    [70_000, 'midstream'],
  ])('is, before the table grows, what ended %i ms ago if that is more than a TIME-WAIT', (silentMs, opened) => {
    const story = scenario().server({ rttMs: 0.1 }).syn().reject('server');
    for (let n = 0; n < 8191; n++) story.connection().syn().reject('server');
    story.wait(silentMs).connection().syn().use(0).data('client', 10).reject('server');
    const { events, forgotten } = story.track();
    expect([events.at(-1)?.opened, forgotten]).toEqual([opened, 0]);
  });

  it('is nothing while there is room', () => {
    const story = scenario().handshake();
    for (let n = 0; n < 50; n++) story.connection().handshake();
    expect(story.track().forgotten).toBe(0);
  });

  it('is, of a long connection, all but the last 32 segments', () => {
    const story = scenario().handshake();
    for (let n = 0; n < 100; n++) story.data('client', 10).ack('server');
    const { before, beforeComplete, client } = story.abort('server').event();
    expect([before.length, before[0]?.frame, before.at(-1)?.frame, beforeComplete]).toEqual([32, 172, 203, false]);
    expect([client.first?.frame, client.syn?.frame]).toEqual([1, 1]);
  });
});

describe('BlockPool', () => {
  it('hands out a block again once its last holder lets go', () => {
    const pool = new BlockPool();
    const block = pool.take();
    expect(pool.retain(block)).toBe(block);
    pool.release(block);
    expect([pool.live, pool.take() === block]).toEqual([1, false]);
    pool.release(block);
    expect([pool.live, pool.take() === block]).toEqual([1, true]);
  });

  it('keeps links and holders apart', () => {
    const pool = new BlockPool();
    const [first, second] = [pool.take(), pool.take()];
    pool.retain(first);
    pool.setLink(first, second);
    pool.retain(first);
    expect(pool.link(first)).toBe(second);
    for (let n = 0; n < 3; n++) pool.release(first);
    expect(pool.live).toBe(1);
  });

  it('grows by doubling and forgets no block', () => {
    const pool = new BlockPool();
    const blocks = Array.from({ length: 10_000 }, () => pool.take());
    expect(new Set(blocks).size).toBe(10_000);
    for (const block of blocks) pool.words[pool.at(block)] = block;
    expect(blocks.every((block) => pool.words[pool.at(block)] === block)).toBe(true);
    for (const block of blocks) pool.release(block);
    expect([pool.live, pool.bytes]).toEqual([0, 2 ** 16 * (64 + 4)]);
  });
});

describe('memory', () => {
  it('is given back: no block has a holder when the capture has ended', () => {
    const pools: BlockPool[] = [];
    const take = vi.spyOn(BlockPool.prototype, 'take').mockImplementation(function (this: BlockPool) {
      if (!pools.includes(this)) pools.push(this);
      return originalTake.call(this);
    });
    const story = scenario()
      .handshake()
      .data('client', 10)
      .copy()
      .data('client', 10, { seq: 1_000_500 })
      .ack('server', { window: 0 });
    story
      .wait(500)
      .keepalive('client')
      .keepalive('client')
      .retransmit('client', 5)
      .fin('client')
      .ack('server')
      .fin('server');
    story
      .abort('server')
      .copy({ vlan: 3 })
      .data('client', 3)
      .reject('server')
      .wait(10)
      .client({ isn: 5 })
      .syn()
      .syn()
      .synAck();
    story.connection().midstream(1_000_600, 3_000_000_001).keepalive('client').reject('server');
    for (let n = 0; n < 50; n++) story.connection().syn();
    const { events } = story.track({ maxConnections: 16 });
    take.mockRestore();
    expect(events).toHaveLength(4);
    expect(pools.map(({ live }) => live)).toEqual([0]);
  });

  it('and time stay in proportion when one service is reset again and again', () => {
    const story = scenario().syn().reject('server');
    for (let n = 0; n < 3000; n++) story.syn().reject('server');
    for (let n = 0; n < 3000; n++) story.connection().syn();
    for (let n = 1; n <= 3000; n++) story.use(n).send('server', RST | ACK, { seq: 0 });
    const { events } = story.track();
    expect(events).toHaveLength(6001);
    expect(events[0]).toMatchObject({ refused: 6001, retry: { synFrame: 3 } });
    expect(events[3000]).toMatchObject({ attemptAfter: { answerFrame: 9003 }, retry: { synFrame: 6003 } });
  });
});

describe('a connection that was forgotten', () => {
  it('keeps nothing when its object is used again', () => {
    const pool = new BlockPool();
    const service = new Service();
    const tuple = { clientAddress: 1, clientPort: 2, serverAddress: 3, serverPort: 4 } as const;
    const begin = (connection: Connection): Connection => {
      connection.begin(pool, 1, 5, emptySegment(), { ...tuple, opened: 'syn', roles: 'handshake' }, service);
      return connection;
    };
    const used = begin(new Connection(service));
    dirty(used.client);
    dirty(used.server);
    dirty(used);
    used.release(pool);
    begin(used);
    const fresh = begin(new Connection(service));
    for (const side of [used.client, used.server, fresh.client, fresh.server]) side.vitals = NO_BLOCK;
    expect(used).toEqual(fresh);
  });
});

/** Writes something else into every plain field but those that hold blocks. */
function dirty(object: Side | Connection): void {
  for (const [name, value] of Object.entries(object)) {
    if (typeof value === 'boolean') Object.assign(object, { [name]: !value });
    if (typeof value === 'number' && !HELD.has(name)) Object.assign(object, { [name]: 77 });
  }
}

/** Fields that hold blocks, and where the service keeps the connection: no plain numbers. */
const HELD = new Set(
  'first last syn lastSyn windowBy lastData fin finAckedBy firstReset lastReset holeBy vitals roundTrips probes place'.split(
    ' ',
  ),
);
