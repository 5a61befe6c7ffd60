import { describe, expect, it } from 'vitest';
import { evidenceOf } from '../support/judged.ts';
import { type Scenario, scenario } from '../support/scenario.ts';

interface Place {
  readonly clientMs: number;
  readonly serverMs: number;
  readonly clientTtl: number;
  readonly serverTtl: number;
}

function seenAt({ clientMs, serverMs, clientTtl, serverTtl }: Place): Scenario {
  return scenario()
    .client({ rttMs: clientMs, ttl: clientTtl })
    .server({ rttMs: serverMs, ttl: serverTtl })
    .handshake()
    .data('client', 10)
    .data('server', 10)
    .abort('server');
}

const vantageOf = (place: Place): { value: string; confidence: string; basis: string } => {
  const { value, confidence, basis } = evidenceOf(seenAt(place)).vantage;
  return { value, confidence, basis };
};

describe('where the capture was taken', () => {
  it.each<[string, Place, string, string, string]>([
    [
      'both signs: client',
      { clientMs: 0.1, serverMs: 20, clientTtl: 64, serverTtl: 58 },
      'client',
      'likely',
      'delaysAndTtl',
    ],
    [
      'both signs: server',
      { clientMs: 20, serverMs: 0.1, clientTtl: 58, serverTtl: 64 },
      'server',
      'likely',
      'delaysAndTtl',
    ],
    [
      'a Windows server',
      { clientMs: 20, serverMs: 0.1, clientTtl: 58, serverTtl: 128 },
      'server',
      'likely',
      'delaysAndTtl',
    ],
    ['delays alone', { clientMs: 0.1, serverMs: 20, clientTtl: 64, serverTtl: 64 }, 'client', 'possible', 'delays'],
    [
      'one hop off the server',
      { clientMs: 20, serverMs: 0.1, clientTtl: 58, serverTtl: 63 },
      'server',
      'possible',
      'delays',
    ],
    [
      'TTL alone: one link',
      { clientMs: 0.1, serverMs: 0.2, clientTtl: 58, serverTtl: 64 },
      'server',
      'possible',
      'ttl',
    ],
    ['in between', { clientMs: 20, serverMs: 30, clientTtl: 60, serverTtl: 58 }, 'middle', 'possible', 'delays'],
    [
      'TTL against equal delays',
      { clientMs: 20, serverMs: 30, clientTtl: 64, serverTtl: 58 },
      'client',
      'possible',
      'ttl',
    ],
    [
      'a contradiction',
      { clientMs: 0.1, serverMs: 20, clientTtl: 58, serverTtl: 64 },
      'unknown',
      'undetermined',
      'none',
    ],
    [
      'nothing to go by',
      { clientMs: 0.1, serverMs: 0.2, clientTtl: 64, serverTtl: 64 },
      'unknown',
      'undetermined',
      'none',
    ],
  ])('%s', (_, place, value, confidence, basis) => {
    expect(vantageOf(place)).toEqual({ value, confidence, basis });
  });

  it('needs the far end to be five times as far', () => {
    const at = (serverMs: number): string => vantageOf({ clientMs: 2, serverMs, clientTtl: 60, serverTtl: 58 }).value;
    expect(at(9.9)).toBe('middle');
    expect(at(10)).toBe('client');
  });

  it('does not compare delays below a millisecond', () => {
    const at = (serverMs: number): string =>
      vantageOf({ clientMs: 0.01, serverMs, clientTtl: 64, serverTtl: 64 }).value;
    expect(at(0.99)).toBe('unknown');
    expect(at(1)).toBe('client');
  });

  it('is believed when it is told, whatever the signs say', () => {
    const story = seenAt({ clientMs: 0.1, serverMs: 20, clientTtl: 64, serverTtl: 58 });
    const { vantage } = evidenceOf(story, { vantage: 'server' });
    expect(vantage).toMatchObject({ value: 'server', confidence: 'proven', basis: 'given', atSender: true });
    expect(vantage.atReceiver).toBe(false);
  });

  it('is on a host itself only with an untouched TTL', () => {
    const near = seenAt({ clientMs: 20, serverMs: 0.1, clientTtl: 58, serverTtl: 63 });
    expect(evidenceOf(near).vantage).toMatchObject({ value: 'server', atSender: false });
    const on = seenAt({ clientMs: 20, serverMs: 0.1, clientTtl: 58, serverTtl: 64 });
    expect(evidenceOf(on).vantage).toMatchObject({ atSender: true, atReceiver: false });
    const other = seenAt({ clientMs: 0.1, serverMs: 20, clientTtl: 64, serverTtl: 58 });
    expect(evidenceOf(other).vantage).toMatchObject({ atSender: false, atReceiver: true });
  });

  it('uses the TTL of the RST when its sender said nothing else', () => {
    const { vantage } = evidenceOf(scenario().syn().reject('server', { ttl: 57 }));
    expect(vantage).toMatchObject({ serverTtl: 57, clientTtl: 64, value: 'client', basis: 'ttl' });
  });
});
