import { describe, expect, it } from 'vitest';
import { KNOWN_TIMERS, timersNear } from '../../src/evidence/known-timers.ts';
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
    expect(idle?.timers.map(({ product }) => product).join()).toContain('AWS NLB');
  });
});

describe('known timers', () => {
  const seconds = (value: number): number[] => timersNear(value * 1e6).map((timer) => timer.seconds);

  it('match within two percent', () => {
    expect(seconds(357)).toEqual([350]);
    expect(seconds(357.1)).toEqual([]);
    expect(seconds(343)).toEqual([350]);
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

  it('each say where the figure comes from', () => {
    for (const { source, product } of KNOWN_TIMERS)
      expect([product.length > 3, source.length > 5]).toEqual([true, true]);
  });
});
