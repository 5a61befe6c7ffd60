/** What a sender's own FIN and a RST after it mean. */
import { describe, expect, it } from 'vitest';
import { outcomes, verdictOf } from '../support/judged.ts';
import { type Scenario, scenario } from '../support/scenario.ts';

const DSCP = 8;
const answered = (): Scenario =>
  scenario().client({ dscp: DSCP }).handshake().data('client', 100).data('server', 300).ack('client').wait(50);
const answer = (story: Scenario): string[] => {
  const { cause, tied } = verdictOf(story);
  return [cause, ...tied].sort();
};

describe('orphan-or-memory-limit', () => {
  const SAME_CALL = ['close-with-unread-data', 'disconnect-unspec', 'linger-zero', 'orphan-or-memory-limit'];

  it('leads where FIN and RST left together and nothing was waiting', () => {
    const story = answered().fin('server').abort('server');
    expect(verdictOf(story)).toMatchObject({ cause: 'orphan-or-memory-limit', confidence: 'possible' });
    expect(answer(story)).toEqual(SAME_CALL);
    expect(verdictOf(story).kernelReasons[0]).toBe('TCP_ABORT_ON_MEMORY');
  });

  it('follows unread data where a request was waiting: shutdown() and close() do the same', () => {
    const story = answered().data('client', 80).fin('server').abort('server');
    expect(verdictOf(story).cause).toBe('close-with-unread-data');
    expect(answer(story)).toEqual(SAME_CALL);
  });

  it('is ruled out where the window jumps: the queue was purged', () => {
    const story = answered().data('client', 8000).ack('server', { window: 100 }).fin('server', { window: 100 });
    expect(verdictOf(story.abort('server', { window: 400 }))).toMatchObject({
      cause: 'close-with-unread-data',
      tied: [],
    });
  });

  it('is looked at in the call that sends the FIN, not later', () => {
    expect(answer(answered().fin('server').wait(4).abort('server'))).toContain('orphan-or-memory-limit');
    expect(answer(answered().fin('server').wait(6).abort('server'))).not.toContain('orphan-or-memory-limit');
  });

  it('ties with the client’s own abort when the client closes', () => {
    const story = answered().fin('client').abort('client');
    expect(answer(story)).toEqual(['client-abort', 'orphan-or-memory-limit']);
  });

  it('is not what a forged RST behind a FIN shows', () => {
    const story = answered().fin('server').abort('server', { ttl: 120, ipId: 7, options: 0, tsValue: -1, window: 0 });
    expect(outcomes('orphan-or-memory-limit', story)).toMatchObject({ foreign: 'seen' });
  });
});

describe('linger2-negative', () => {
  it('answers the very ACK of the FIN', () => {
    const story = answered().fin('server').ack('client').reject('server');
    expect(verdictOf(story)).toMatchObject({ cause: 'linger2-negative', kernelReasons: ['TCP_ABORT_ON_DATA'] });
  });

  it('is not late data, not the end of both sides, not an old FIN', () => {
    expect(answer(answered().fin('server').data('client', 10).reject('server'))).not.toContain('linger2-negative');
    const both = answered().fin('server').fin('client').ack('server').ack('client').reject('server');
    expect(answer(both)).not.toContain('linger2-negative');
    const again = answered().fin('server').wait(900).fin('server', { seq: 3_000_000_301 }).ack('client');
    expect(answer(again.reject('server'))).not.toContain('linger2-negative');
  });

  it('is no answer to a later ACK: the first one would have drawn it', () => {
    const story = answered().fin('server').ack('client').wait(5000).ack('client').reject('server');
    expect(outcomes('linger2-negative', story)).toMatchObject({ rightAfter: 'absent' });
  });

  it('is tied with a packet filter where nothing marks the host’s own TCP', () => {
    const plain = scenario().handshake().data('client', 100).data('server', 300).ack('client');
    expect(answer(plain.fin('server').ack('client').reject('server'))).toEqual([
      'host-firewall-reject',
      'linger2-negative',
    ]);
  });

  it('is unknown to other systems', () => {
    const windows = scenario().server({ ttl: 128 }).handshake().data('client', 9).data('server', 9).ack('client');
    expect(answer(windows.fin('server').ack('client').reject('server'))).not.toContain('linger2-negative');
  });
});
