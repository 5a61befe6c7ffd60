import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ResetEvent, SeenSegment, SideFacts } from '../../src/model/connection.ts';
import { ACK, RST } from '../../src/model/segment.ts';
import { advance } from '../../src/model/sequence.ts';
import { type Scenario, scenario } from '../support/scenario.ts';

/** One step of a story; the arbitrary mixes them. */
const steps: readonly ((story: Scenario) => Scenario)[] = [
  (story) => story.data('client', 1400),
  (story) => story.data('server', 1400),
  (story) => story.ack('client'),
  (story) => story.ack('server'),
  (story) => story.wait(300).retransmit('client', 700),
  (story) => story.wait(300).retransmit('server', 1),
  (story) => story.keepalive('client'),
  (story) => story.data('server', 100, { seq: advance(story.numbers('server').nextSeq, 1000) }),
  (story) => story.fin('client'),
  (story) => story.fin('server'),
  (story) => story.copy(),
  (story) => story.ack('client', { window: 0 }),
  (story) => story.wait(60_000),
  (story) => story.abort('server'),
  (story) => story.send('client', RST, { seq: story.numbers('client').nextSeq }),
];

/** The same story with both number spaces shifted: what a kernel with other initial numbers would have sent. */
function shifted(story: Scenario, byClient: number, byServer: number): Scenario {
  const client = story.addresses.id('192.0.2.10');
  for (const segment of story.segments) {
    const [own, other] = segment.source === client ? [byClient, byServer] : [byServer, byClient];
    segment.seq = advance(segment.seq, own);
    if ((segment.flags & ACK) !== 0) segment.ack = advance(segment.ack, other);
  }
  return story;
}

/** An event without the numbers that the shift changes. */
function plain(event: ResetEvent): unknown {
  const segment = (seen: SeenSegment | null) => seen && { ...seen, seq: 0, ack: 0 };
  const side = (facts: SideFacts) => ({
    ...facts,
    ...Object.fromEntries(
      Object.entries(facts).map(([name, value]) => [name, isSegment(value) ? segment(value) : value]),
    ),
    probes: facts.probes.map(segment),
    nextSeq: facts.nextSeq !== null,
    lastAck: facts.lastAck !== null,
  });
  const { before, after } = event;
  return {
    ...event,
    reset: segment(event.reset),
    before: before.map(segment),
    after: after.map(segment),
    client: side(event.client),
    server: side(event.server),
  };
}

function isSegment(value: unknown): value is SeenSegment {
  return typeof value === 'object' && value !== null && 'frame' in value;
}

const number = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const nearWrap = fc.integer({ min: -20_000, max: 20_000 }).map((offset) => advance(0, offset));

describe('sequence numbers', () => {
  it('may begin anywhere: every story yields the same events', () => {
    const choice = fc.array(fc.nat({ max: steps.length - 1 }), { minLength: 1, maxLength: 40 });
    const isn = fc.oneof(number, nearWrap);
    fc.assert(
      fc.property(choice, fc.boolean(), isn, isn, (chosen, isMidstream, clientIsn, serverIsn) => {
        const tell = (): Scenario => {
          const story = isMidstream
            ? scenario().midstream(1_000_000, 3_000_000_000).ack('client')
            : scenario().handshake();
          for (const step of chosen) steps[step]?.(story);
          return story.abort('client');
        };
        const moved = shifted(tell(), advance(clientIsn, -1_000_000), advance(serverIsn, -3_000_000_000));
        expect(moved.track().events.map(plain)).toEqual(tell().track().events.map(plain));
      }),
      { numRuns: 300, seed: 20_261_122 },
    );
  });
});
