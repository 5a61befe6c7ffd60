import { describe, expect, it } from 'vitest';
import { evidenceOf } from '../support/judged.ts';
import { type Scenario, scenario } from '../support/scenario.ts';

/** Probes of the server after the given gaps, in milliseconds; the last gap ends with the RST. */
function probed(...gaps: readonly number[]): Scenario {
  const story = scenario().handshake().data('client', 10).data('server', 10).ack('client').wait(60_000);
  for (const gap of gaps) story.keepalive('server').wait(gap - 0.05);
  return story.abort('server');
}

describe('keep-alive probes before a RST', () => {
  it('are listed with their interval, the last one to the RST included', () => {
    const { probes } = evidenceOf(probed(2000, 2000, 2000));
    expect(probes?.list).toHaveLength(3);
    expect(probes?.intervalUs).toBeCloseTo(2_000_000, 0);
    expect(probes).toMatchObject({ regular: true });
    expect(probes?.jitterUs).toBeLessThan(1);
  });

  it('are regular within five percent', () => {
    expect(evidenceOf(probed(2000, 2060, 2000)).probes?.regular).toBe(true);
    expect(evidenceOf(probed(2000, 2400, 2000)).probes?.regular).toBe(false);
  });

  it('are regular within 50 ms where the interval is short', () => {
    expect(evidenceOf(probed(500, 540)).probes?.regular).toBe(true);
    expect(evidenceOf(probed(500, 640)).probes?.regular).toBe(false);
  });

  it('are not regular when the RST comes at another time', () => {
    expect(evidenceOf(probed(2000, 2000, 700)).probes?.regular).toBe(false);
  });

  it('need two gaps to be called regular', () => {
    expect(evidenceOf(probed(2000)).probes).toMatchObject({ regular: false });
    expect(evidenceOf(probed(2000, 2000)).probes).toMatchObject({ regular: true });
  });

  it('are not there once one was answered', () => {
    const story = scenario().handshake().data('client', 10).data('server', 10).ack('client').wait(60_000);
    expect(evidenceOf(story.keepalive('server').ack('client').abort('server')).probes).toBeNull();
  });

  it('of the other side do not count', () => {
    const story = scenario().handshake().data('client', 10).data('server', 10).ack('client').wait(60_000);
    story.keepalive('client').wait(2000).keepalive('client').wait(2000);
    expect(evidenceOf(story.abort('server')).probes).toBeNull();
  });
});
