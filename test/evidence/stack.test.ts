import { describe, expect, it } from 'vitest';
import type { Stack } from '../../src/model/verdict.ts';
import { evidenceOf } from '../support/judged.ts';
import { type Override, type Scenario, scenario } from '../support/scenario.ts';

function stackOf(server: Override, reset: Override = {}): Stack {
  const story = scenario()
    .server({ ttl: server.ttl ?? 64 })
    .syn()
    .synAck(server)
    .ack('client')
    .data('client', 10);
  return evidenceOf(story.reject('server', { window: 512, ...reset })).stack;
}

describe('the stack of the RST’s sender', () => {
  it.each<[string, number, number, Stack]>([
    ['MSS, SACK, time stamps, window scale', 0x31842, 64, 'linux'],
    ['the same, some hops away', 0x31842, 47, 'linux'],
    ['the order of macOS', 0x4811312, 64, 'bsd'],
    ['Linux options, from TTL 255: a proxy or an appliance', 0x31842, 255, 'unknown'],
    ['any order, from TTL 128', 0x31842, 120, 'windows'],
    ['an order nobody knows', 0x99, 64, 'unknown'],
  ])('%s', (_, optionOrder, ttl, stack) => {
    expect(stackOf({ optionOrder, ttl })).toBe(stack);
  });
});

describe('a host that offers nothing but its MSS, from TTL 255', () => {
  it.each([255, 250])('is lwIP when its window is four segments (TTL %i here)', (ttl) => {
    expect(stackOf({ optionOrder: 0x2, ttl, window: 4 * 1460 })).toBe('lwip');
  });

  it('may be any network device when it is not', () => {
    expect(stackOf({ optionOrder: 0x2, ttl: 255, window: 4128 })).toBe('unknown');
    expect(stackOf({ optionOrder: 0x31842, ttl: 255, window: 4 * 1460 })).toBe('unknown');
  });
});

describe('a sender without a telling SYN', () => {
  const orphan = (override: Override = {}): Scenario =>
    scenario().midstream(5000, 9000).data('client', 10).reject('server', override);

  it('is Linux when its answer is the one of tcp_sk_init: id 0, DF, no window, no options', () => {
    expect(evidenceOf(orphan()).stack).toBe('linux');
  });

  it.each<[string, Override]>([
    ['an IP id', { ipId: 7 }],
    ['no DF', { dontFragment: 0 }],
    ['a window', { window: 1 }],
    ['an initial TTL of 128', { ttl: 118 }],
  ])('is not with %s', (_, override) => {
    expect(evidenceOf(orphan(override)).stack).not.toBe('linux');
  });
});
