import { describe, expect, it } from 'vitest';
import { evidenceOf } from '../support/judged.ts';
import { scenario } from '../support/scenario.ts';

describe('the FINs around a RST', () => {
  it('are told apart by who sent them, not by role', () => {
    const story = (): ReturnType<typeof scenario> => scenario().handshake().fin('server').ack('client').wait(3000);
    const byServer = evidenceOf(story().data('client', 5).reject('server')).closing;
    expect(byServer.senderFin?.frame).toBe(4);
    expect(byServer.senderFinAckedBy?.frame).toBe(5);
    expect(byServer.receiverFin).toBeNull();
    const byClient = evidenceOf(story().abort('client')).closing;
    expect(byClient.senderFin).toBeNull();
    expect(byClient.receiverFin?.frame).toBe(4);
    expect(byClient.sinceSenderFinUs).toBeNull();
  });

  it('says how long ago the sender had finished', () => {
    const story = scenario().handshake().fin('server').ack('client').wait(3000).data('client', 5).reject('server');
    const [fin, reset] = [story.segments[3]?.timeUs ?? 0, story.segments.at(-1)?.timeUs ?? 0];
    expect(evidenceOf(story).closing.sinceSenderFinUs).toBe(reset - fin);
  });

  it('are both acknowledged only when each was', () => {
    const half = scenario().handshake().fin('server').fin('client');
    expect(evidenceOf(half.wait(10).ack('client').reject('server')).closing.bothAcked).toBe(false);
    const whole = scenario().handshake().fin('server').fin('client').ack('server');
    expect(evidenceOf(whole.wait(10).ack('client').reject('server')).closing.bothAcked).toBe(true);
  });
});
