import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Role, Tracking } from '../../src/model/connection.ts';
import { emptySegment } from '../../src/model/empty-segment.ts';
import { ACK, FIN, RST, type Segment, SYN } from '../../src/model/segment.ts';
import { Connection } from '../../src/track/connection.ts';
import { isOrdinary } from '../../src/track/ordinary.ts';
import { Side } from '../../src/track/side.ts';
import { type Scenario, scenario } from '../support/scenario.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

type Step = (story: Scenario, role: Role, length: number) => unknown;

/** What may happen on a connection, the ordinary more often than the rest. */
const steps: readonly Step[] = [
  ...Array.from({ length: 6 }, (): Step => (story, role, length) => story.data(role, length)),
  ...Array.from({ length: 6 }, (): Step => (story, role) => story.ack(role)),
  (story, role, length) => story.retransmit(role, length),
  (story, role) => story.keepalive(role),
  (story, role) => story.ack(role, { window: 0 }),
  (story, role) => story.data(role, 1),
  (story, role, length) => story.data(role, length, { seq: story.numbers(role).nextSeq + 2 * length }),
  (story, role) => story.ack(role, { ack: story.numbers(role).received + 1000 }),
  (story, role) => story.data(role, 10, { seq: story.numbers(role).nextSeq + 2 ** 27 }),
  (story) => story.copy(),
  (story) => story.wait(5000),
  (story, role) => story.fin(role),
  (story) => story.use(0),
  (story) => story.use(1),
  (story, role) => story.abort(role),
];

const plots = fc.array(
  fc.tuple(fc.constantFrom(...steps), fc.constantFrom<Role>('client', 'server'), fc.integer({ min: 1, max: 1400 })),
  { minLength: 20, maxLength: 120 },
);

function tell(plot: readonly (readonly [Step, Role, number])[]): Scenario {
  const story = scenario().handshake().connection({ address: '2001:db8::1' }).handshake();
  for (const [step, role, length] of plot) step(story, role, length);
  return story.use(0).abort('client').use(1).abort('server');
}

/** The same with every segment on the long way. */
function trackTheLongWay(story: Scenario): Tracking {
  const spy = vi.spyOn(Connection.prototype, 'isQuiet', 'get').mockReturnValue(false);
  const tracking = story.track();
  spy.mockRestore();
  return tracking;
}

describe('the short way of an ordinary segment', () => {
  it('leaves what the long way leaves', () => {
    fc.assert(
      fc.property(plots, (plot) => {
        const story = tell(plot);
        expect(story.track()).toEqual(trackTheLongWay(story));
      }),
      { seed: 9293, numRuns: 300 },
    );
  });

  it('is open to new data and new acknowledgements', () => {
    for (const change of [{ payloadLength: 2 }, { payloadLength: 1400, ack: 900 }, { payloadLength: 0, ack: 1000 }]) {
      expect(isOrdinary(...situation(change))).toBe(true);
    }
  });

  it.each<[string, Change]>([
    ['a SYN', { flags: ACK | SYN }],
    ['a FIN', { flags: ACK | FIN }],
    ['a RST', { flags: ACK | RST }],
    ['no ACK', { flags: 0 }],
    ['a retransmission', { seq: 4900 }],
    ['a segment after a hole', { seq: 5001 }],
    ['an old acknowledgement', { ack: 899 }],
    ['an acknowledgement of what was not sent', { ack: 1001 }],
    ['what may be a copy, a duplicate ACK or a window update', { payloadLength: 0 }],
    ['what may be a probe', { payloadLength: 1 }],
    ['what no window allowed', { seq: 5000, rightEdge: 4999 }],
    ['what follows a FIN', { fin: 7 }],
    ['what may fill a hole', { holeBy: 7 }],
    ['what ends a series of probes', { probeCount: 1 }],
    ['the first word of a side', { isHeard: false }],
  ])('is closed to %s', (_, change) => {
    expect(isOrdinary(...situation(change))).toBe(false);
  });
});

type Change = Partial<Segment> & Partial<Pick<Side, 'rightEdge' | 'fin' | 'holeBy' | 'probeCount' | 'isHeard'>>;

/** The sender is at 5000 and has acknowledged 900 of the receiver's 1000 bytes. */
function situation({ rightEdge, fin, holeBy, probeCount, isHeard, ...header }: Change): [Segment, Side, Side] {
  const segment = { ...emptySegment(), flags: ACK, seq: 5000, ack: 900, payloadLength: 10, ...header };
  const heard = { isHeard: true, hasNextSeq: true, hasAck: true };
  const sender = Object.assign(new Side(), heard, { nextSeq: 5000, lastAck: 900 });
  const receiver = Object.assign(new Side(), heard, { nextSeq: 1000, lastAck: 5000 });
  Object.assign(sender, { fin: fin ?? 0, holeBy: holeBy ?? 0, isHeard: isHeard ?? true });
  Object.assign(receiver, { probeCount: probeCount ?? 0, hasRightEdge: true, rightEdge: rightEdge ?? 70_000 });
  return [segment, sender, receiver];
}
