import { describe, expect, it } from 'vitest';
import { ACK, SYN } from '../../src/model/segment.ts';
import { evidenceOf } from '../support/judged.ts';
import { scenario } from '../support/scenario.ts';

describe('acceptance', () => {
  it('finds the last step, and the SYN-ACK that comes again after it', () => {
    const story = scenario().handshake().wait(1000).synAck().wait(500).data('client', 9).reject('server');
    const { acceptance } = evidenceOf(story);
    expect(acceptance.onlySynAck).toBe(true);
    expect(acceptance.acknowledgedBy?.frame).toBe(3);
    expect(acceptance.repeated?.frame).toBe(4);
    expect(acceptance.sinceSynAckUs).toBeGreaterThanOrEqual(500_000);
  });

  it('does not take a SYN-ACK that came again before the last step for a repetition of it', () => {
    const story = scenario().syn().synAck().wait(1000).synAck().ack('client').reject('server');
    expect(evidenceOf(story).acceptance.repeated).toBeNull();
  });

  it('sees that the server has said more', () => {
    const story = scenario().handshake().data('server', 9).data('client', 9).reject('server');
    expect(evidenceOf(story).acceptance.onlySynAck).toBe(false);
  });

  it('keeps two answers apart and says which one the last step misses', () => {
    const story = scenario().syn().synAck();
    story.send('server', SYN | ACK, { seq: 42, ack: 1_000_001 });
    story.ack('client', { ack: 3_000_000_001 }).reject('server', { seq: 3_000_000_001 });
    const { acceptance } = evidenceOf(story);
    expect(acceptance.otherAnswer?.frame).toBe(3);
    expect(acceptance.wrongNumber).toEqual({ frame: 4, got: 3_000_000_001, expected: 43 });
  });
});
