import { describe, expect, it } from 'vitest';
import { KNOWN_TIMERS, timersNear } from '../../src/model/known-timers.ts';
import { evidenceOf } from '../support/judged.ts';
import { scenario } from '../support/scenario.ts';

describe('the silence before a RST', () => {
  it('ends with the trigger, not with the RST', () => {
    const story = scenario().handshake().data('client', 10).data('server', 10).ack('client').wait(40_000);
    const { idle } = evidenceOf(story.data('client', 10).reject('server'));
    expect(idle?.since.frame).toBe(6);
    expect(idle?.until.frame).toBe(7);
    expect(idle?.us).toBe(40_000_050);
  });

  it('ends with the RST when it answers nothing', () => {
    const story = scenario().handshake().data('client', 10).data('server', 10).ack('client').wait(40_000);
    const { idle } = evidenceOf(story.abort('server'));
    expect(idle?.since.frame).toBe(6);
    expect(idle?.until.frame).toBe(7);
  });

  it('is unknown before the first segment', () => {
    expect(evidenceOf(scenario().syn().reject('server')).idle).toBeNull();
  });

  it('quotes the longest silence that the service survived', () => {
    const story = scenario().handshake().data('client', 10).data('server', 10).ack('client').wait(30_000);
    story.data('client', 10).data('server', 10).ack('client').wait(50_000).data('client', 10).reject('server');
    const { idle } = evidenceOf(story);
    expect(idle?.longestSurvived?.us).toBe(30_000_050);
    expect(idle?.us).toBe(50_000_050);
  });

  it('names the timers that it is compatible with', () => {
    const story = scenario().handshake().data('client', 10).data('server', 10).ack('client').wait(350_000);
    const { idle } = evidenceOf(story.data('client', 10).reject('server'));
    expect(idle?.timers[0]?.product).toBe('AWS Network Load Balancer');
  });

  it('drops the timers that a longer silence outlived', () => {
    const story = scenario().handshake().data('client', 10).data('server', 10).ack('client').wait(400_000);
    story.data('client', 10).data('server', 10).ack('client').wait(350_000).data('client', 10).reject('server');
    const { idle } = evidenceOf(story);
    expect(idle?.timers).toEqual([]);
    expect(idle?.bracket).toBeNull();
  });

  it('brackets the timer between the longest survived silence and the fatal one', () => {
    const story = scenario().handshake().data('client', 10).data('server', 10).ack('client').wait(340_000);
    story.data('client', 10).data('server', 10).ack('client').wait(352_000).data('client', 10).reject('server');
    const { idle } = evidenceOf(story);
    expect(idle?.bracket).toEqual({ aboveUs: 340_000_050, frame: 7, atMostUs: 352_000_050 });
    expect(idle?.timers.map(({ seconds }) => seconds)).toEqual([350, 350, 350]);
  });

  it('of an orphan began with the last segment under its old address', () => {
    const story = scenario().server({ ttl: 64 }).handshake().data('client', 10).data('server', 10).ack('client');
    const { nextSeq, received } = story.numbers('client');
    const { ipId, tsBase } = { ipId: 1900, tsBase: 100_000 };
    story.wait(20_000).connection({ address: '203.0.113.9', port: 50_000, ipId, tsBase }).midstream(nextSeq, received);
    const { idle, event } = evidenceOf(story.data('client', 10).reject('server'));
    expect(event.predecessor).not.toBeNull();
    expect(idle?.since.frame).toBe(6);
    expect(idle?.us).toBe(20_000_050);
  });
});

describe('known timers', () => {
  const seconds = (value: number): number[] => timersNear(value * 1e6).map((timer) => timer.seconds);

  it('match within two percent', () => {
    expect(seconds(357)).toEqual([350, 350, 350, 360]);
    expect(seconds(357.1)).toEqual([360]);
    expect(seconds(343)).toEqual([350, 350, 350]);
    expect(seconds(342.9)).toEqual([]);
  });

  it('match at least within a second', () => {
    expect(timersNear(60e6)).not.toEqual([]);
    const smallest = Math.min(...KNOWN_TIMERS.map((timer) => timer.seconds));
    expect(smallest * 0.02).toBeGreaterThan(1);
  });

  it('are all named when several products share a value', () => {
    expect(seconds(300)).toEqual([300, 300]);
    expect(timersNear(900e6).length).toBeGreaterThan(2);
  });

  it('name those that send a RST first', () => {
    expect(timersNear(240e6).map(({ onExpiry }) => onExpiry)).toEqual(['maySendReset']);
    expect(timersNear(900e6).at(-1)?.onExpiry).toBe('silent');
  });

  it('each say where the figure comes from: a page, or a file of the kernel', () => {
    for (const { source } of KNOWN_TIMERS) expect(source).toMatch(/^(https:\/\/[^ ]+|Linux net\/.+)$/);
    expect(new Set(KNOWN_TIMERS.map(({ product }) => product)).size).toBe(KNOWN_TIMERS.length);
  });
});
