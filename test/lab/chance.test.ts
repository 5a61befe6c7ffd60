import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SEED_VARIABLE, SLOT_VARIABLE } from './chance.ts';

type Chance = typeof import('./chance.ts');

/** The module as a player with this seed has it. */
async function chance(seed?: number, slot = 0): Promise<Chance> {
  vi.resetModules();
  if (seed !== undefined) vi.stubEnv(SEED_VARIABLE, String(seed));
  vi.stubEnv(SLOT_VARIABLE, String(slot));
  return import('./chance.ts');
}

const seeds = Array.from({ length: 40 }, (_, seed) => seed);

beforeEach(() => void vi.stubEnv(SEED_VARIABLE, undefined));
afterEach(() => void vi.unstubAllEnvs());

describe('without a seed', () => {
  it('everything is as written', async () => {
    const { about, halves, hostPart, port, stretch } = await chance();
    expect([hostPart('client', 10, 20, 200), port(443), about(300), stretch()]).toEqual([10, 443, 300, 1]);
    expect(halves({ west: 0.005, east: 0.015 })).toEqual({ west: 0.005, east: 0.015 });
  });
});

describe('with a seed', () => {
  it('draws depend on the seed and the scenario, not on the order', async () => {
    const first = await chance(5);
    first.begin('a');
    const before = [first.about(300), first.about(500), first.port(80)];
    const second = await chance(5);
    second.begin('b');
    const other = second.about(300);
    second.begin('a');
    expect([second.port(80), second.about(500), second.about(300)]).toEqual(before.reverse());
    expect(second.about(300)).not.toBe(other);
  });

  it('draws vary and stay in their bounds', async () => {
    const sizes = new Set<number>();
    for (const seed of seeds) {
      const { about, begin, halves, port, stretch } = await chance(seed);
      begin('a');
      sizes.add(about(300));
      expect(about(300)).toBeGreaterThanOrEqual(200);
      expect(about(300)).toBeLessThanOrEqual(450);
      expect(about(1)).toBeGreaterThanOrEqual(1);
      expect(port(80)).toBeGreaterThan(1023);
      // Client sockets get ports from 32768 on (net.ipv4.ip_local_port_range).
      expect(port(80)).toBeLessThan(32768);
      expect(stretch()).toBeGreaterThanOrEqual(1);
      expect(stretch()).toBeLessThan(1.25);
      const { west } = halves({ west: 0.005, east: 0.015 });
      expect(west).toBeGreaterThanOrEqual(0.0025);
      expect(west).toBeLessThan(0.01);
    }
    expect(sizes.size).toBeGreaterThan(20);
  });

  it('players at work at the same time never share an address, nor one with a recording', async () => {
    for (const seed of seeds) {
      const parts = new Set([10]);
      for (let slot = 0; slot < 12; slot += 1) parts.add((await chance(seed, slot)).hostPart('client', 10, 20, 200));
      expect(parts.size).toBe(13);
    }
  });
});
