import { describe, expect, it } from 'vitest';
import { RST } from '../../src/model/segment.ts';
import { scenario } from '../support/scenario.ts';

describe('attempts', () => {
  it('around a RST are the neighbours, not its own', () => {
    const story = scenario().handshake().data('client', 10);
    story.connection({ address: '192.0.2.77' }).wait(100).handshake();
    story.use(0).wait(100).reject('server');
    story.connection({ address: '192.0.2.88' }).wait(100).syn().reject('server');
    story.connection().wait(100).handshake();
    const [event, refusal] = story.track().events;
    expect(event).toMatchObject({
      attemptBefore: { client: '192.0.2.77', outcome: 'accepted', synFrame: 5, answerFrame: 6 },
      attemptAfter: { client: '192.0.2.88', outcome: 'refused', synFrame: 9, answerFrame: 10 },
      retry: { client: '192.0.2.10', outcome: 'accepted', synFrame: 11, answerFrame: 12 },
      accepted: 3,
      refused: 1,
    });
    expect(refusal).toMatchObject({
      attemptBefore: { client: '192.0.2.77' },
      attemptAfter: { client: '192.0.2.10', synFrame: 11 },
      retry: null,
    });
  });

  it('of another service do not count', () => {
    const story = scenario()
      .handshake()
      .connection({}, { port: 80 })
      .handshake()
      .use(0)
      .data('client', 5)
      .reject('server');
    expect(story.event()).toMatchObject({ accepted: 1, refused: 0, attemptBefore: null });
  });

  it('are not refused by a RST that does not acknowledge the SYN', () => {
    const story = scenario()
      .syn()
      .send('server', RST | 0x10, { seq: 0, ack: 4711 })
      .synAck()
      .ack('client');
    expect(story.event()).toMatchObject({ accepted: 1, refused: 0 });
  });

  it('count once however often the SYN-ACK is sent', () => {
    const story = scenario().syn().synAck().wait(1000).synAck().wait(1000).syn().synAck().abort('client');
    expect(story.event()).toMatchObject({ accepted: 1 });
  });
});

describe('the longest survived silence', () => {
  it('is one that a segment ended and the other side answered', () => {
    const story = scenario().handshake().data('client', 10).ack('server');
    story.wait(30_000).data('client', 10).ack('server').wait(90_000).data('client', 10).reject('server');
    expect(story.event().longestSurvivedIdle).toEqual({ us: 30_000_100, frame: 6 });
  });

  it('may be on another connection of the service, later too', () => {
    const story = scenario().handshake().data('client', 10).reject('server');
    story.connection().handshake().data('client', 10).ack('server').wait(45_000).data('server', 7).ack('client');
    expect(story.event().longestSurvivedIdle).toEqual({ us: 45_000_050, frame: 11 });
  });

  it('is not one that a RST answered, whatever the sender says afterwards', () => {
    const story = scenario()
      .handshake()
      .data('client', 10)
      .ack('server')
      .wait(90_000)
      .data('client', 10)
      .reject('server');
    expect(story.data('server', 80).ack('client').event().longestSurvivedIdle?.us).toBeLessThan(100_000);
  });

  it('is unknown when nothing was answered', () => {
    expect(scenario().syn().wait(5000).reject('server').event().longestSurvivedIdle).toBeNull();
  });
});

describe('endings', () => {
  it('are counted, with examples of those that were not good', () => {
    const story = scenario().handshake().fin('client').fin('server').ack('client');
    story.connection().syn().reject('server');
    story.connection().syn().wait(1000).syn();
    story.connection().handshake().data('client', 5);
    for (let n = 0; n < 3; n++) story.wait(1000).retransmit('client', 5);
    story.connection().handshake().abort('server');
    story.connection().handshake().fin('client').ack('server');
    story.connection().handshake().data('client', 5).ack('server');
    const { endings, examples, connections } = story.track();
    expect(endings).toEqual({ open: 1, closed: 1, 'half-closed': 1, reset: 1, refused: 1, unanswered: 1, silent: 1 });
    expect(connections).toBe(7);
    expect(examples.map(({ id, ended }) => [id, ended])).toEqual([
      [2, 'refused'],
      [3, 'unanswered'],
      [4, 'silent'],
      [5, 'reset'],
      [6, 'half-closed'],
    ]);
    expect(examples[1]).toMatchObject({
      client: '192.0.2.10:40002',
      server: '198.51.100.20:443',
      segments: 2,
      retransmissions: 1,
    });
  });
});
