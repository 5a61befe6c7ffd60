import { describe, expect, it } from 'vitest';
import type { CommonSteps } from '../../src/model/evidence.ts';
import { evidenceOf } from '../support/judged.ts';
import { type Scenario, scenario } from '../support/scenario.ts';

const talk = (): Scenario => scenario().handshake().data('client', 100).data('server', 300).ack('client').wait(50);
const steps = (story: Scenario, index = 0): CommonSteps => evidenceOf(story, {}, index).steps;

describe('steps of the decision path', () => {
  it('quote the segment that arrived and the answer it drew', () => {
    const { arrived, reply } = steps(talk().data('client', 120).reject('server'));
    expect(arrived).toMatchObject([
      { outcome: 'passed', facts: { frame: 7, what: 'data', seq: 1_000_101, bytes: 120 } },
    ]);
    expect(reply).toMatchObject([{ step: 'replyToAck', outcome: 'failed', facts: { frame: 8, seq: 3_000_000_301 } }]);
    const refused = steps(scenario().syn().reject('server'));
    expect(refused.reply).toMatchObject([{ step: 'replyToSyn', facts: { ack: 1_000_001, frame: 2 } }]);
  });

  it('leave out what an abort does not have', () => {
    const { arrived, reply, noTrigger, alive } = steps(talk().wait(2000).abort('server'));
    expect([arrived, reply]).toEqual([[], []]);
    expect(noTrigger).toMatchObject([{ facts: { lastFrame: 6, after: 2_070_000 } }]);
    expect(alive).toMatchObject([{ facts: { senderFrame: 5, receiverFrame: 6 } }]);
  });

  it('say of the listener only what the next attempt shows', () => {
    const lost = (): Scenario => talk().data('client', 120).reject('server').wait(500);
    expect(steps(lost()).listener).toMatchObject([{ step: 'listenerUnknown', outcome: 'inferred' }]);
    expect(steps(lost().connection().handshake()).listener).toMatchObject([
      { step: 'listenerFound', outcome: 'passed', facts: { port: 443, acceptedFrame: 10 } },
    ]);
    expect(steps(lost().connection().syn().reject('server')).listener).toMatchObject([
      { step: 'noListener', outcome: 'passed', facts: { refusedFrame: 10 } },
    ]);
    expect(steps(scenario().synAck({ ack: 77 }).reject('client')).listener).toMatchObject([
      { step: 'noListenerInferred', outcome: 'inferred' },
    ]);
  });

  it('let a listening socket decide only where it accepts others', () => {
    const lost = (): Scenario => talk().data('client', 120).reject('server').wait(500);
    const outcomes = (story: Scenario): string[] => steps(story).rejectedByListener.map(({ outcome }) => outcome);
    expect(outcomes(lost())).toEqual(['inferred']);
    expect(outcomes(lost().connection().handshake())).toEqual(['failed']);
    expect(outcomes(lost().connection().syn().reject('server'))).toEqual([]);
  });

  it('write addresses of IPv6 in brackets', () => {
    const story = scenario().client({ address: '2001:db8::10' }).server({ address: '2001:db8::20' });
    expect(steps(story.syn().reject('server')).lookupMissed).toMatchObject([
      { facts: { sender: '[2001:db8::20]:443', receiver: '[2001:db8::10]:40000' } },
    ]);
  });
});
