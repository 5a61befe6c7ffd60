import { describe, expect, it } from 'vitest';
import { ACK, RST } from '../../src/model/segment.ts';
import { evidenceOf } from '../support/judged.ts';
import { scenario } from '../support/scenario.ts';

describe('the phase of the connection', () => {
  it('is the handshake until the client has acknowledged the SYN-ACK', () => {
    expect(evidenceOf(scenario().syn().reject('server')).phase).toBe('handshake');
    expect(evidenceOf(scenario().syn().synAck().reject('client')).phase).toBe('handshake');
    expect(evidenceOf(scenario().syn().synAck().abort('server')).phase).toBe('handshake');
    expect(evidenceOf(scenario().handshake().abort('server')).phase).toBe('established');
  });

  it('does not take an ACK of an older connection for the end of the handshake', () => {
    const story = scenario().syn().synAck();
    const bad = story.send('client', ACK, { ack: 3_000_000_000 }).send('server', RST, { seq: 3_000_000_000, ack: 0 });
    expect(evidenceOf(bad).phase).toBe('handshake');
  });

  it('is closing after one FIN, closed after both were acknowledged', () => {
    const talk = scenario().handshake().data('client', 10).ack('server');
    const closing = talk.fin('server').ack('client').wait(10).data('client', 5).reject('server');
    expect(evidenceOf(closing).phase).toBe('closing');
    const open = scenario().handshake().fin('server').fin('client').data('client', 0).reject('server');
    expect(evidenceOf(open).phase).toBe('closing');
    const closed = scenario().handshake().fin('server').fin('client').ack('server').wait(10).ack('client');
    expect(evidenceOf(closed.reject('server')).phase).toBe('closed');
  });

  it('is an orphan when its sender never said anything else', () => {
    expect(evidenceOf(scenario().midstream(5000, 9000).data('client', 10).reject('server')).phase).toBe('orphan');
  });

  it('is established midstream when both sides were heard', () => {
    const heard = scenario().midstream(5000, 9000).data('client', 10).ack('server').data('client', 10);
    expect(evidenceOf(heard.reject('server')).phase).toBe('established');
  });
});
