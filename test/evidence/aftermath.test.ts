import { describe, expect, it } from 'vitest';
import type { Aftermath } from '../../src/model/evidence.ts';
import { evidenceOf } from '../support/judged.ts';
import { type Host, type Scenario, scenario } from '../support/scenario.ts';

const UNSTAMPED: Partial<Host> = { timestamps: false };

const DATA = 40;

/** A conversation that the server seems to reset while the client waits for nothing. */
function talk(server: Partial<Host> = {}): Scenario {
  return scenario().server(server).handshake().data('client', 100).data('server', 300).ack('client').wait(50);
}

/** The server aborts after it has sent data that the capture shows only behind the RST, as {@link Scenario.data} sends them. */
const overtaking = (story: Scenario): Scenario =>
  story.abort('server', { seq: story.numbers('server').nextSeq + DATA });

const aftermath = (story: Scenario): Aftermath => evidenceOf(story).aftermath;

describe('a sender that goes on after its RST', () => {
  it('shows by a time stamp later than the RST', () => {
    const story = talk().abort('server').wait(10).data('server', 40);
    expect(aftermath(story).senderContinues?.frame).toBe(8);
    expect(aftermath(story)).toMatchObject({ continuesSurely: true, senderContinuesNewData: true });
  });

  it('does not show by a packet that the RST overtook: its stamp is older', () => {
    const story = talk();
    const stamp = story.segments[4]?.tsValue ?? 0;
    overtaking(story).wait(10).data('server', DATA, { tsValue: stamp });
    expect(aftermath(story)).toMatchObject({ senderContinues: null, continuesSurely: false, anyAfter: true });
  });

  it('shows by data at the number of an abort: all that the socket had sent lies before it', () => {
    const stamp = (story: Scenario): number => story.segments[4]?.tsValue ?? 0;
    const story = talk();
    story.abort('server').data('server', DATA, { tsValue: stamp(story) });
    expect(aftermath(story)).toMatchObject({ senderContinuesNewData: true, continuesSurely: false });
    const answered = talk().data('client', 60);
    answered.reject('server').data('server', DATA, { tsValue: stamp(answered) });
    expect(aftermath(answered).senderContinues).toBeNull();
  });

  it('needs a stamp clearly beyond the RST: five milliseconds', () => {
    const at = (ms: number): Aftermath => {
      const story = talk();
      const { tsValue = 0, timeUs = 0 } = story.segments[4] ?? {};
      overtaking(story);
      const later = Math.floor(((story.segments.at(-1)?.timeUs ?? 0) - timeUs) / 1000) + ms;
      return aftermath(story.data('server', DATA, { tsValue: tsValue + later }));
    };
    expect(at(4).senderContinues).toBeNull();
    expect(at(7).senderContinues).not.toBeNull();
  });

  it('shows by an ACK of something that was sent after the RST', () => {
    const story = talk(UNSTAMPED).abort('server').data('client', 60).ack('server');
    expect(aftermath(story)).toMatchObject({ continuesSurely: true, senderContinuesNewData: false });
    expect(aftermath(story).senderContinues?.frame).toBe(9);
  });

  it('does not show by an ACK of what was sent before', () => {
    const story = talk(UNSTAMPED).data('client', 60).abort('server').ack('server');
    expect(aftermath(story).senderContinues).toBeNull();
  });

  it('shows by time alone when nothing could have been overtaken for so long, but not surely', () => {
    const at = (ms: number): Aftermath => aftermath(overtaking(talk(UNSTAMPED)).wait(ms).data('server', DATA));
    expect(at(149)).toMatchObject({ senderContinues: null });
    expect(at(151)).toMatchObject({ continuesSurely: false, senderContinuesNewData: true });
    expect(at(151).senderContinues?.frame).toBe(8);
  });

  it('waits three round trips where they are long', () => {
    const at = (ms: number): Aftermath =>
      aftermath(
        overtaking(talk({ ...UNSTAMPED, rttMs: 200 }))
          .wait(ms)
          .data('server', DATA),
      );
    expect(at(599).senderContinues).toBeNull();
    expect(at(601).senderContinues).not.toBeNull();
  });

  it('does not show by another RST, or by the start of another connection', () => {
    const again = talk().abort('server').wait(500).abort('server');
    expect(aftermath(again)).toMatchObject({ senderContinues: null, moreResets: 1 });
    const syn = talk().abort('server').wait(500).synAck({ seq: 77 });
    expect(aftermath(syn).senderContinues).toBeNull();
  });

  it('has sent no new data when it only repeats old data', () => {
    const story = talk().abort('server').wait(500).retransmit('server', 300);
    expect(aftermath(story)).toMatchObject({ senderContinuesNewData: false });
    expect(aftermath(story).senderRetransmits?.frame).toBe(8);
    expect(aftermath(story).senderContinues?.frame).toBe(8);
  });
});

describe('the host’s own RST after one from elsewhere', () => {
  it('is known by the usual distance', () => {
    const story = talk().data('client', 60).reject('server', { ttl: 100 }).wait(10).reject('server');
    expect(aftermath(story).ownAnswer?.frame).toBe(9);
    expect(aftermath(talk().data('client', 60).reject('server').reject('server')).ownAnswer).toBeNull();
    expect(aftermath(talk().data('client', 60).reject('server', { ttl: 100 })).ownAnswer).toBeNull();
  });
});

describe('the segment that the RST answers', () => {
  it('was welcome when the host acknowledges it after all', () => {
    const story = talk().data('client', 60).reject('server').wait(10).ack('server');
    expect(aftermath(story).triggerAnswered).toBe(true);
  });

  it('was not when the host goes on without it', () => {
    const story = talk().data('client', 60);
    const old = story.numbers('client').nextSeq - 60;
    story.reject('server').wait(10).data('server', 5, { ack: old });
    expect(aftermath(story)).toMatchObject({ triggerAnswered: false, senderContinuesNewData: true });
  });

  it('needs new data: a keep-alive is acknowledged anyway', () => {
    const story = talk().wait(60_000).keepalive('client').reject('server').wait(10).ack('server');
    expect(aftermath(story)).toMatchObject({ triggerAnswered: false });
    expect(aftermath(story).senderContinues).not.toBeNull();
  });
});

describe('a RST that comes after the answer to what it rejects', () => {
  /** The RST is numbered as an answer to the request in frame 7; the answer with data is frame 8. */
  const late = (story: Scenario): Scenario => {
    const seq = story.numbers('server').nextSeq;
    return story.data('client', 60).data('server', 300).reject('server', { seq });
  };

  it('shows who was slower', () => {
    const found = aftermath(late(talk())).answeredBefore;
    expect([found?.rejected.frame, found?.answer.frame]).toEqual([7, 8]);
  });

  it('does not show when a copy of the request came after the answer: the RST may answer that', () => {
    const story = talk();
    const { nextSeq: seq } = story.numbers('server');
    const { nextSeq: again } = story.numbers('client');
    story.data('client', 60).data('server', 300);
    story.data('client', 60, { seq: again, ack: seq }).reject('server', { seq });
    expect(aftermath(story).answeredBefore).toBeNull();
  });

  it('does not show when the host only acknowledged: a program may have ended since', () => {
    const story = talk();
    const { nextSeq: seq } = story.numbers('server');
    story.data('client', 60).ack('server').reject('server', { seq });
    expect(aftermath(story).answeredBefore).toBeNull();
  });
});

describe('a SYN that is refused and accepted', () => {
  const answered = (ttl: number): Scenario => scenario().syn().reject('server', { ttl }).wait(10).synAck({ ttl: 61 });

  it('shows two senders when their distances differ', () => {
    expect(aftermath(answered(89)).synAccepted?.frame).toBe(3);
  });

  it('says nothing at equal distances: two hosts may share an address', () => {
    expect(aftermath(answered(61)).synAccepted).toBeNull();
    expect(aftermath(answered(63)).synAccepted).toBeNull();
  });

  it('says nothing when another SYN came in between', () => {
    const story = scenario().syn().reject('server', { ttl: 89 }).wait(1000).syn();
    expect(aftermath(story.synAck({ ttl: 61 })).synAccepted).toBeNull();
  });
});

describe('the rest of the aftermath', () => {
  it('is empty at the end of the capture', () => {
    expect(aftermath(talk().abort('server'))).toMatchObject({
      anyAfter: false,
      moreResets: 0,
      receiverContinues: null,
    });
  });

  it('tells the receiver’s segments from its RSTs', () => {
    const story = talk().abort('server').abort('client').data('client', 5);
    expect(aftermath(story).receiverContinues?.frame).toBe(9);
    expect(aftermath(story).moreResets).toBe(0);
  });
});
