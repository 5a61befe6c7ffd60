import { describe, expect, it } from 'vitest';
import type { NumberFit } from '../../src/model/evidence.ts';
import { ACK, RST } from '../../src/model/segment.ts';
import { advance } from '../../src/model/sequence.ts';
import { evidenceOf } from '../support/judged.ts';
import type { Override } from '../support/scenario.ts';
import { type Scenario, scenario } from '../support/scenario.ts';

/** 1000 bytes of the server are in flight, 100 of the client are acknowledged. */
function story(): Scenario {
  return scenario().handshake().data('client', 100).data('server', 1000).ack('client').data('server', 1000);
}

function numbersOf(built: Scenario, flags: number, override: (next: number, received: number) => Override): NumberFit {
  const { nextSeq, received } = built.numbers('server');
  return evidenceOf(built.send('server', flags, override(nextSeq, received))).numbers;
}

const abort = RST | ACK;

describe('the sequence number of a RST', () => {
  it('is next when it is SND.NXT', () => {
    expect(numbersOf(story(), abort, (seq) => ({ seq }))).toMatchObject({ seq: 'next', seqDelta: 0 });
  });

  it('is acked when it repeats what the receiver had acknowledged (tcp_acceptable_seq)', () => {
    const fit = numbersOf(story(), abort, (next) => ({ seq: next - 1000 }));
    expect(fit).toMatchObject({ seq: 'acked', seqDelta: -1000 });
  });

  it('is stale anywhere else below, beyond above', () => {
    expect(numbersOf(story(), abort, (next) => ({ seq: next - 999 })).seq).toBe('stale');
    expect(numbersOf(story(), abort, (next) => ({ seq: next + 1 }))).toMatchObject({ seq: 'beyond', seqDelta: 1 });
  });

  it('is the literal zero only beside an ACK', () => {
    expect(numbersOf(story(), abort, () => ({ seq: 0 })).seq).toBe('zero');
    expect(numbersOf(story(), RST, () => ({ seq: 0, ack: 0 })).seq).not.toBe('zero');
  });

  it('is measured across the end of the number space', () => {
    const wrapping = scenario()
      .server({ isn: 2 ** 32 - 500 })
      .handshake()
      .data('client', 100)
      .data('server', 1000);
    expect(wrapping.numbers('server').nextSeq).toBe(501);
    expect(numbersOf(wrapping, abort, () => ({ seq: 502 }))).toMatchObject({ seq: 'beyond', seqDelta: 1 });
  });

  it('is unknown where neither side has shown a number', () => {
    const blind = scenario().midstream(5000, 9000).send('server', RST, { ack: 0, options: 0 });
    expect(evidenceOf(blind).numbers).toMatchObject({ seq: 'unknown', seqDelta: null });
  });
});

describe('the ACK number of a RST', () => {
  it('covers all, a part, or more than was sent', () => {
    expect(numbersOf(story(), abort, (_, ack) => ({ ack }))).toMatchObject({ ack: 'all', ackDelta: 0 });
    expect(numbersOf(story(), abort, (_, ack) => ({ ack: ack - 1 }))).toMatchObject({ ack: 'part', ackDelta: -1 });
    expect(numbersOf(story(), abort, (_, ack) => ({ ack: ack + 1 }))).toMatchObject({ ack: 'beyond', ackDelta: 1 });
  });

  it('does not count without the flag, whatever the field holds', () => {
    expect(numbersOf(story(), RST, (_, ack) => ({ ack }))).toMatchObject({ ack: 'none', ackDelta: null });
  });

  it('tells how many bytes it acknowledges for the first time', () => {
    const waiting = story().data('client', 700);
    expect(numbersOf(waiting, abort, (_, ack) => ({ ack })).newlyAcked).toBe(700);
    expect(numbersOf(story(), abort, (_, ack) => ({ ack })).newlyAcked).toBe(0);
    expect(numbersOf(story(), abort, (_, ack) => ({ ack: advance(ack, -50) })).newlyAcked).toBe(0);
  });
});
