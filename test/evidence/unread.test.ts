import { describe, expect, it } from 'vitest';
import type { Unread } from '../../src/model/evidence.ts';
import { evidenceOf } from '../support/judged.ts';
import { type Override, type Scenario, scenario } from '../support/scenario.ts';

/** An upload whose receiver announces `left` (raw window, shift 7) and then aborts with the window `now`. */
function upload(left: number, now: number, override: Override = {}): Scenario {
  return scenario()
    .handshake()
    .data('client', 1000)
    .ack('server')
    .data('client', 8000)
    .ack('server', { window: left })
    .abort('server', { window: now, ...override });
}

const unreadOf = (story: Scenario): Unread => evidenceOf(story).unread;

describe('the window jump (__tcp_close purges the queue before it builds the RST)', () => {
  it('fires when the window has at least doubled', () => {
    expect(unreadOf(upload(100, 200)).windowJump).toEqual({ before: 12_800, after: 25_600, frame: 7 });
    expect(unreadOf(upload(100, 199)).windowJump).toBeNull();
  });

  it('fires out of a closed window', () => {
    expect(unreadOf(upload(0, 60)).windowJump).toMatchObject({ before: 0, after: 7680 });
  });

  it('counts from what was left after the data that the RST acknowledges', () => {
    const story = scenario().handshake().data('client', 1000).ack('server', { window: 100 }).data('client', 6400);
    // 12 800 were announced, 6 400 of them are used up: 6 400 are left.
    expect(unreadOf(story.abort('server', { window: 100 })).windowJump).toMatchObject({ before: 6400, after: 12_800 });
  });

  it('is not applied without the shift', () => {
    const story = scenario().midstream(5000, 9000).data('client', 1000).ack('server', { window: 10 });
    const unread = unreadOf(story.abort('server', { window: 500 }));
    expect(unread).toMatchObject({ windowJump: null, windowComparable: false });
  });

  it('is not applied where the receiver sent no data', () => {
    const story = scenario().handshake().ack('server', { window: 10 }).abort('server', { window: 500 });
    expect(unreadOf(story)).toMatchObject({ windowJump: null, windowComparable: false });
  });

  it('is not applied to a stateless answer', () => {
    const story = scenario().handshake().data('client', 1000).ack('server', { window: 10 }).data('client', 100);
    expect(unreadOf(story.reject('server', { window: 500 }))).toMatchObject({
      windowJump: null,
      windowComparable: false,
    });
  });

  it('reads windows unscaled where scaling was not agreed', () => {
    const story = scenario()
      .server({ windowScale: -1 })
      .handshake()
      .data('client', 8000)
      .ack('server', { window: 100 });
    expect(unreadOf(story.abort('server', { window: 210 })).windowJump).toMatchObject({ before: 100, after: 210 });
  });
});

describe('a queue that was kept (ss -K, connect(AF_UNSPEC))', () => {
  it('shows in a closed window that stays closed', () => {
    expect(unreadOf(upload(0, 0))).toMatchObject({ noJump: true, windowJump: null });
    expect(unreadOf(upload(0, 0)).zeroWindow?.frame).toBe(7);
  });

  it('does not show where the window was wide: no decline says nothing', () => {
    expect(unreadOf(upload(500, 500))).toMatchObject({ noJump: false, zeroWindow: null });
  });

  it('does not show when the window opened', () => {
    expect(unreadOf(upload(0, 60)).noJump).toBe(false);
  });
});

describe('data without an answer', () => {
  it('is the last data that no data of the sender acknowledged', () => {
    const story = scenario().handshake().data('client', 100).data('server', 50).ack('client').data('client', 70);
    const unread = unreadOf(story.ack('server').abort('server'));
    expect(unread.unanswered?.frame).toBe(7);
    expect(unread.unansweredBytes).toBe(70);
  });

  it('counts a request that was never answered at all', () => {
    expect(unreadOf(scenario().handshake().data('client', 100).abort('server')).unansweredBytes).toBe(100);
  });

  it('is not there after an answer', () => {
    const story = scenario().handshake().data('client', 100).data('server', 50).abort('server');
    expect(unreadOf(story)).toMatchObject({ unanswered: null, unansweredBytes: 0 });
  });
});
