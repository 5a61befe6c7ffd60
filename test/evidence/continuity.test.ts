import { describe, expect, it } from 'vitest';
import type { Continuity } from '../../src/model/evidence.ts';
import { evidenceOf, verdictOf } from '../support/judged.ts';
import { type Host, type Scenario, scenario } from '../support/scenario.ts';

/** A device whose address changes during a silence; the orphan looks as told, its clock at first like the old one. */
function moved(orphan: Partial<Host> = {}, silenceMs = 20_000): Scenario {
  const story = scenario().server({ ttl: 64, rttMs: 0.1 }).client({ ttl: 50, tsBase: 5_000_000, ipId: 1000 });
  story.handshake().data('client', 100).data('server', 300).ack('client');
  const { nextSeq, received } = story.numbers('client');
  const device = { address: '203.0.113.9', port: 50_000, ttl: 50, tsBase: 5_000_000, ipId: 1010, ...orphan };
  story.wait(silenceMs).connection(device).midstream(nextSeq, received);
  // It echoes what the server sent last on the old connection.
  const tsEcho = story.segments[4]?.tsValue ?? -1;
  return story.data('client', 50, orphan.timestamps === false ? {} : { tsEcho }).reject('server');
}

function clock(story: Scenario): Pick<Continuity, 'clockContinues' | 'clockBreaks'> {
  const { clockContinues, clockBreaks } = evidenceOf(story).continuity;
  return { clockContinues, clockBreaks };
}

describe('the clock of a device under another address', () => {
  it('goes on through the silence', () => {
    expect(clock(moved())).toMatchObject({ clockContinues: { ticks: 20_000 }, clockBreaks: 'absent' });
  });

  it('is another device’s when it runs backwards or races ahead', () => {
    expect(clock(moved({ tsBase: 4_000_000 })).clockBreaks).toMatchObject({ ticks: -980_000 });
    expect(clock(moved({ tsBase: 5_000_000 + 2 ** 30 })).clockContinues).toBe('absent');
    expect(clock(moved({ tsBase: 5_000_000 + 2 ** 30 })).clockBreaks).not.toBe('absent');
  });

  it('is not known where time stamps are missing', () => {
    expect(clock(moved({ timestamps: false }))).toEqual({ clockContinues: 'unseen', clockBreaks: 'unseen' });
  });

  it('lets nobody prove a moved device whose clock breaks', () => {
    expect(verdictOf(moved())).toMatchObject({ cause: 'nat-rebind', confidence: 'proven' });
    const other = verdictOf(moved({ tsBase: 4_000_000 }));
    expect([other.cause, ...other.tied]).not.toContain('nat-rebind');
  });
});
