import { describe, expect, it } from 'vitest';
import { RST } from '../../src/model/segment.ts';
import { allEvidence } from '../support/judged.ts';
import { type Override, type Scenario, scenario } from '../support/scenario.ts';

/** The same conversation before and after a NAT, packet by packet, `apartMs` apart, in one capture. */
function seenTwice(apartMs: number, outside: Override): Scenario {
  const story = scenario().handshake().data('client', 100).data('server', 300).wait(50).data('client', 10);
  story.reject('server');
  const [inner, outer] = [story.addresses.id('192.0.2.10'), story.addresses.id('203.0.113.9')];
  const translate = (address: number): number => (address === inner ? outer : address);
  for (const segment of [...story.segments]) {
    const { source, destination, timeUs, flags } = segment;
    const addresses = { source: translate(source), destination: translate(destination) };
    const changes = (flags & RST) !== 0 ? outside : {};
    story.segments.push({ ...segment, ...addresses, timeUs: timeUs + apartMs * 1000, ...changes });
  }
  story.segments.sort((a, b) => a.timeUs - b.timeUs);
  story.segments.forEach((segment, index) => {
    segment.frame = index + 1;
  });
  return story;
}

function copies(apartMs: number, outside: Override = {}): (number | null)[] {
  return allEvidence(seenTwice(apartMs, outside)).map(({ event }) => event.copyOf);
}

describe('one RST seen before and after a NAT', () => {
  it('is one: the second sight is a copy of the first', () => {
    expect(copies(0.2)).toEqual([null, 0]);
  });

  it('is two after more than 50 ms', () => {
    expect(copies(49)).toEqual([null, 0]);
    expect(copies(51)).toEqual([null, null]);
  });

  it.each<[string, Override]>([
    ['another window', { window: 1 }],
    ['another IP id', { ipId: 3 }],
    ['another number', { seq: 42 }],
  ])('is two with %s', (_, outside) => {
    expect(copies(0.2, outside)).toEqual([null, null]);
  });
});

it('two connections that end alike are two: their numbers differ', () => {
  const story = scenario().syn().reject('server').connection({ rttMs: 0 }).syn().reject('server');
  expect(allEvidence(story).map(({ event }) => event.copyOf)).toEqual([null, null]);
});
