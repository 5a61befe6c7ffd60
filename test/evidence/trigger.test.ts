import { describe, expect, it } from 'vitest';
import type { Trigger } from '../../src/model/evidence.ts';
import { ACK, FIN, RST } from '../../src/model/segment.ts';
import { evidenceOf, verdictOf } from '../support/judged.ts';
import { type Scenario, scenario } from '../support/scenario.ts';

function triggerOf(story: Scenario, index = 0): Trigger {
  const { trigger } = evidenceOf(story, {}, index);
  if (trigger === null) throw new Error('No trigger was found.');
  return trigger;
}

/** A conversation in which the server has answered everything so far. */
function talk(): Scenario {
  return scenario().handshake().data('client', 100).data('server', 300).ack('client');
}

/** Frame of the last segment. */
function lastFrame(story: Scenario): number {
  return story.segments.length;
}

describe('the segment that a RST answers', () => {
  it('is the data whose ACK number the RST repeats', () => {
    const story = talk().wait(50).data('client', 120);
    const frame = lastFrame(story);
    const trigger = triggerOf(story.reject('server'));
    expect(trigger).toMatchObject({ kind: 'data', form: 'answers-ack', candidates: 1, delayUs: 20_000 });
    expect(trigger.segment.frame).toBe(frame);
    expect(trigger.hasNewData).toBe(true);
  });

  it('is not data with another ACK number, one off is off', () => {
    const story = talk().wait(50).data('client', 120);
    const { seq } = story.reject('server').segments.at(-1) ?? { seq: 0 };
    const off = talk()
      .wait(50)
      .data('client', 120)
      .reject('server', { seq: seq + 1 });
    expect(evidenceOf(off).trigger).toBeNull();
  });

  it('is the SYN when the RST acknowledges exactly its end', () => {
    expect(triggerOf(scenario().syn().reject('server'))).toMatchObject({ kind: 'syn', form: 'answers-no-ack' });
    const beside = scenario()
      .syn()
      .send('server', RST | ACK, { seq: 0, ack: 1_000_002, window: 0, options: 0 });
    expect(evidenceOf(beside).trigger).toBeNull();
  });

  it('counts the payload that a SYN carries (TCP Fast Open)', () => {
    const story = scenario().syn({ payloadLength: 30 }).reject('server');
    expect(story.segments[1]?.ack).toBe(1_000_031);
    expect(triggerOf(story).kind).toBe('syn');
  });

  it('is a bare FIN without ACK, whose number counts as well', () => {
    const story = scenario().send('client', FIN, { ack: 0 }).reject('server');
    expect(triggerOf(story)).toMatchObject({ kind: 'fin', form: 'answers-no-ack' });
  });

  it('is not claimed by an abort whose numbers happen to be those of an answer', () => {
    const story = talk().wait(50).data('client', 120);
    const { nextSeq, received } = story.numbers('client');
    story.send('server', RST | ACK, { seq: received, ack: nextSeq, options: 0, window: 5840 });
    expect(evidenceOf(story)).toMatchObject({ shape: 'abort', trigger: null });
  });

  it('never is a segment of the same side', () => {
    const own = talk().wait(50).data('server', 10);
    own.send('server', RST, { seq: own.numbers('server').received, ack: 0, options: 0, window: 0 });
    expect(evidenceOf(own).trigger).toBeNull();
  });

  it('never is a RST, even one that carries the number', () => {
    const crossing = talk().abort('client');
    crossing.send('server', RST, { seq: crossing.segments.at(-1)?.ack ?? 0, ack: 0, options: 0, window: 0 });
    expect(triggerOf(crossing, 1).segment.kind).toBe('ack');
  });
});

describe('many candidates', () => {
  /** Five segments of an upload that all repeat one ACK number. */
  const upload = (): Scenario => {
    const story = talk().wait(50);
    for (let n = 0; n < 5; n++) story.data('client', 1000);
    return story;
  };

  it('uses the earliest for timing and keeps the latest', () => {
    const story = upload().reject('server');
    const trigger = triggerOf(story);
    expect(trigger.candidates).toBe(5);
    expect(trigger.segment.frame).toBe(7);
    expect(trigger.latest.frame).toBe(11);
    expect(trigger.delayUs).toBe(20_000 + 4 * 50);
  });

  it('lets each RST use up one of them', () => {
    const story = upload().reject('server').reject('server').reject('server');
    expect([0, 1, 2].map((n) => triggerOf(story, n).segment.frame)).toEqual([7, 8, 9]);
    expect([0, 1, 2].map((n) => triggerOf(story, n).earlierAnswers)).toEqual([0, 1, 2]);
  });

  it('stays with the last candidate when there are more RSTs than candidates', () => {
    const story = talk().wait(50).data('client', 1000).reject('server').reject('server');
    expect(triggerOf(story, 1)).toMatchObject({ candidates: 1, earlierAnswers: 1 });
    expect(triggerOf(story, 1).segment.frame).toBe(7);
  });

  it('counts a pure ACK that left with the data once the data is used up', () => {
    const pair = (ms: number): Scenario =>
      talk().wait(50).ack('client').wait(ms).data('client', 9).reject('server').reject('server');
    expect(triggerOf(pair(1), 1)).toMatchObject({ wireSegments: 2, earlierAnswers: 1, candidates: 1 });
    expect(triggerOf(pair(30), 1)).toMatchObject({ wireSegments: 1, earlierAnswers: 1 });
  });

  it('is not used up by a RST from another distance', () => {
    const story = talk().wait(50).data('client', 9).reject('server', { ttl: 90 }).reject('server');
    expect(triggerOf(story, 1)).toMatchObject({ earlierAnswers: 0 });
  });

  it('leaves out what the sender had acknowledged', () => {
    const story = talk().wait(50).data('client', 1000).ack('server').data('client', 1000).reject('server');
    expect(triggerOf(story)).toMatchObject({ candidates: 1 });
    expect(triggerOf(story).segment.frame).toBe(9);
  });

  it('keeps what the sender had acknowledged only in part', () => {
    const story = talk().wait(50).data('client', 1000);
    const { nextSeq } = story.numbers('client');
    story.ack('server', { ack: nextSeq - 1 }).reject('server');
    expect(triggerOf(story).segment.frame).toBe(7);
  });

  it('prefers data to the pure ACKs around it', () => {
    const story = talk().wait(50).data('client', 500).ack('client').reject('server');
    expect(triggerOf(story)).toMatchObject({ kind: 'data', candidates: 1 });
  });
});

describe('triggers without new data', () => {
  it('takes a retransmission as the same data, and times from the first copy', () => {
    const story = talk().wait(50).data('client', 200).wait(300).retransmit('client', 200).reject('server');
    const trigger = triggerOf(story);
    expect(trigger).toMatchObject({ kind: 'data', candidates: 2, hasNewData: true });
    expect(trigger.segment.frame).toBe(7);
    expect(trigger.latest.kind).toBe('retransmission');
    expect(trigger.delayUs).toBe(320_050);
  });

  it('takes the later copy when the first one lies too far back', () => {
    const story = talk().wait(50).data('client', 200).wait(3000).retransmit('client', 200).reject('server');
    expect(triggerOf(story)).toMatchObject({ candidates: 1, delayUs: 20_000 });
    expect(triggerOf(story).segment.frame).toBe(8);
  });

  it('recognises a keep-alive', () => {
    const story = talk().wait(60_000).keepalive('client').reject('server');
    expect(triggerOf(story)).toMatchObject({ kind: 'keepalive', hasNewData: false });
  });

  it('takes a pure ACK only when nothing asks for an answer', () => {
    const story = talk().wait(60_000).ack('client', { window: 700 }).reject('server');
    expect(triggerOf(story)).toMatchObject({ kind: 'ack', hasNewData: false, candidates: 1 });
    expect(triggerOf(story).segment.frame).toBe(7);
  });

  it('recognises a SYN-ACK', () => {
    expect(triggerOf(scenario().synAck({ ack: 77 }).reject('client')).kind).toBe('syn-ack');
  });

  it('recognises a FIN', () => {
    expect(triggerOf(talk().wait(50).fin('client').reject('server'))).toMatchObject({ kind: 'fin', hasNewData: true });
  });
});

describe('how far back a trigger may lie', () => {
  const answered = (ms: number, rttMs: number): Scenario =>
    scenario()
      .server({ rttMs })
      .handshake()
      .data('client', 10)
      .ack('server')
      .data('client', 120)
      .wait(ms - rttMs);

  it('is two seconds where round trips are short', () => {
    expect(evidenceOf(answered(2000, 20).reject('server')).trigger).not.toBeNull();
    expect(evidenceOf(answered(2001, 20).reject('server')).trigger).toBeNull();
  });

  it('is three round trips where they are long', () => {
    expect(evidenceOf(answered(2990, 1000).reject('server')).trigger).not.toBeNull();
    expect(evidenceOf(answered(3010, 1000).reject('server')).trigger).toBeNull();
  });
});

describe('what a trigger says about the end of the connection', () => {
  it('came after the FIN that was captured before it', () => {
    const story = talk().fin('server').ack('client').wait(50).data('client', 50).reject('server');
    expect(triggerOf(story)).toMatchObject({ afterSenderFin: true, afterBothClosed: false, hasNewData: true });
  });

  it('came after a FIN that crossed it, when the FIN does not acknowledge it', () => {
    const story = talk().data('client', 50);
    const { seq, ack } = story.segments.at(-1) ?? { seq: 0, ack: 0 };
    // Captured at the client: the data leaves before the FIN arrives, but the server closed without it.
    story.fin('server', { ack: seq }).send('server', RST, { seq: ack, ack: 0, window: 0, options: 0, ipId: 0 });
    expect(triggerOf(story)).toMatchObject({ afterSenderFin: true, hasNewData: true });
  });

  it('is nothing that the FIN had acknowledged', () => {
    const story = talk().data('client', 50).fin('server');
    const rst = { seq: story.segments.at(-2)?.ack ?? 0, ack: 0, window: 0, options: 0, ipId: 0 };
    expect(evidenceOf(story.send('server', RST, rst)).trigger).toBeNull();
  });

  it('came after both FINs were acknowledged', () => {
    const story = talk().fin('server').fin('client').ack('server').wait(500).ack('client').reject('server');
    expect(triggerOf(story).afterBothClosed).toBe(true);
    expect(triggerOf(talk().fin('server').ack('client').data('client', 5).reject('server')).afterBothClosed).toBe(
      false,
    );
  });

  it('came after a reset, unless it is a new attempt', () => {
    const late = talk().abort('server').data('client', 50).reject('server');
    expect(triggerOf(late, 1).afterSenderReset).toBe(true);
    const again = scenario().syn().reject('server').wait(1000).syn().reject('server');
    expect(triggerOf(again, 1)).toMatchObject({ afterSenderReset: false, kind: 'syn' });
  });
});

describe('a one-sided capture', () => {
  it('finds no trigger where the triggering side is missing', () => {
    const story = scenario().midstream(5000, 9000).data('server', 100).data('server', 100);
    story.send('server', RST, { seq: story.numbers('server').nextSeq, ack: 0, window: 0, options: 0, ipId: 0 });
    expect(evidenceOf(story)).toMatchObject({ trigger: null, shape: 'bare-abort' });
  });
});

describe('an ambiguous trigger', () => {
  /** The one that ends the conversation has the same number as those that follow the silence. */
  const acks = (): Scenario => talk().wait(500).ack('client').wait(3).ack('client').wait(3).ack('client');

  it('is said to be one of all pure ACKs with the number', () => {
    const trigger = triggerOf(acks().reject('server'));
    expect(trigger).toMatchObject({ kind: 'ack', candidates: 4 });
    expect(trigger.latest.frame - trigger.earliest.frame).toBe(3);
    expect(trigger.segment.frame).toBe(trigger.latest.frame);
  });

  it('is told of in the limits of the verdict', () => {
    const spots = verdictOf(acks().reject('server'), { vantage: 'client' }).blind;
    expect(spots.find(({ key }) => key === 'ambiguousTrigger')?.facts).toMatchObject({ count: 4 });
    const sole = verdictOf(talk().wait(500).data('client', 9).reject('server'), { vantage: 'client' }).blind;
    expect(sole.map(({ key }) => key)).not.toContain('ambiguousTrigger');
  });

  it('makes nobody too early: the first candidate leaves most time', () => {
    const quick = (first: number): Scenario => {
      const story = scenario();
      story.handshake();
      for (let n = 0; n < 6; n++) story.data('client', 10).data('server', 10).ack('client');
      story.wait(50).data('client', 10);
      if (first > 0) story.wait(first).retransmit('client', 10);
      return story.wait(-15).reject('server');
    };
    const early = (first: number): unknown => evidenceOf(quick(first), { vantage: 'client' }).path.tooEarly;
    expect(early(0)).toMatchObject({ delay: 5000 });
    expect(early(16)).toBe('absent');
  });

  it('counts a merged frame as the segments it was on the wire', () => {
    const merged = triggerOf(
      talk()
        .wait(500)
        .data('client', 1460 * 2 + 1)
        .reject('server'),
    );
    expect(merged).toMatchObject({ candidates: 1, wireSegments: 3 });
  });
});

describe('a clock that is set back', () => {
  const back = (): Scenario => talk().wait(60_000).data('client', 10).reject('server', { timeUs: 1_000_000 });

  it('is noticed, and no delay is trusted', () => {
    const { visibility, path, idle } = evidenceOf(back(), { vantage: 'client' });
    expect(visibility.steadyClock).toBe(false);
    expect([path.tooEarly, path.timely]).toEqual(['unseen', 'unseen']);
    expect(idle?.us ?? 0).toBeGreaterThanOrEqual(0);
  });

  it('never lets a verdict be proven that rests on time', () => {
    const late = talk().fin('server').ack('client').wait(500).data('client', 9);
    expect(verdictOf(late.reject('server', { timeUs: 1000 })).confidence).not.toBe('proven');
    expect(verdictOf(back()).blind.map(({ key }) => key)).toContain('clock');
  });
});
