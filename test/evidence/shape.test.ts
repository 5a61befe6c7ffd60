import { describe, expect, it } from 'vitest';
import { ACK, RST } from '../../src/model/segment.ts';
import { evidenceOf } from '../support/judged.ts';
import { type Scenario, scenario } from '../support/scenario.ts';

/** The server has answered; then, later, a request that nothing has answered yet. */
function asked(): Scenario {
  return scenario().handshake().data('client', 100).data('server', 300).ack('client').wait(50).data('client', 120);
}

describe('the shape of a RST', () => {
  it('is a stateless answer to an ACK: no ACK flag, SEQ from the trigger (RFC 9293 §3.10.7.1)', () => {
    expect(evidenceOf(asked().reject('server')).shape).toBe('stateless-ack');
  });

  it('stays so with a window and options: who built it is another question', () => {
    expect(evidenceOf(asked().reject('server', { window: 4711 })).shape).toBe('stateless-ack');
  });

  it('is a stateless answer to a SYN: RST+ACK does not mean that a connection existed', () => {
    expect(evidenceOf(scenario().syn().reject('server')).shape).toBe('stateless-no-ack');
  });

  it('is an abort with SND.NXT and RCV.NXT', () => {
    expect(evidenceOf(asked().abort('server')).shape).toBe('abort');
  });

  it('is still an abort when a shrunken window keeps SEQ at what was acknowledged', () => {
    const flying = asked().data('server', 900);
    const { nextSeq } = flying.numbers('server');
    expect(evidenceOf(flying.abort('server', { seq: nextSeq - 900 })).shape).toBe('abort');
  });

  it('is odd when SEQ lies beyond, or ACK covers bytes that were never sent', () => {
    const seq = (by: number): Scenario => {
      const story = asked();
      return story.abort('server', { seq: story.numbers('server').nextSeq + by });
    };
    expect(evidenceOf(seq(1460)).shape).toBe('odd');
    const story = asked();
    expect(evidenceOf(story.abort('server', { ack: story.numbers('server').received + 1 })).shape).toBe('odd');
  });

  it('is bare without a trigger', () => {
    const story = asked();
    const { nextSeq } = story.numbers('server');
    const ahead = story.send('server', RST, { seq: nextSeq + 1460, ack: 0, window: 0, options: 0 });
    expect(evidenceOf(ahead).shape).toBe('bare-abort');
  });
});

describe('both numbers filled in', () => {
  const both = (story: Scenario, options: { readonly options?: number } = { options: 0 }): Scenario => {
    const { nextSeq, received } = story.numbers('client');
    return story.send('server', RST | ACK, { seq: received, ack: nextSeq, tsValue: -1, tsEcho: -1, ...options });
  };

  it('is an answer when an lwIP host, known by its SYN-ACK, sent it', () => {
    const lwip = { ttl: 255, windowScale: -1, timestamps: false, sack: false };
    // MSS alone and a window of four segments, as lwIP announces them.
    const story = scenario()
      .server(lwip)
      .syn()
      .synAck({ optionOrder: 0x2, window: 4 * 1460 })
      .ack('client');
    story.data('client', 10).data('server', 10);
    expect(evidenceOf(both(story.wait(50).data('client', 10)))).toMatchObject({
      shape: 'stateless-both',
      stack: 'lwip',
    });
  });

  it('is an answer of a host that said nothing else, unless it carries time stamps', () => {
    const orphan = (): Scenario => scenario().midstream(5000, 9000).data('client', 10);
    expect(evidenceOf(both(orphan())).shape).toBe('stateless-both');
    const { nextSeq, received } = orphan().numbers('client');
    const stamped = orphan().send('server', RST | ACK, { seq: received, ack: nextSeq });
    expect(evidenceOf(stamped).shape).toBe('abort');
  });

  it('is the abort of a Linux socket that had talked', () => {
    expect(evidenceOf(both(asked())).shape).toBe('abort');
  });
});
