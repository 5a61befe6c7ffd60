import { describe, expect, it } from 'vitest';
import { RST } from '../../src/model/segment.ts';
import type { Ready } from '../../src/model/shared-signs.ts';
import { type About, evidenceOf } from '../support/judged.ts';
import { type Override, type Scenario, scenario } from '../support/scenario.ts';

const talk = (): Scenario => scenario().handshake().data('client', 100).data('server', 300).ack('client').wait(50);
const ready = (story: Scenario, about: About = {}, index = 0): Ready => evidenceOf(story, about, index).ready;

describe('what a RST answers', () => {
  it('is said for the two stateless forms, each apart and together', () => {
    const toAck = ready(talk().data('client', 10).reject('server'));
    expect(toAck.answersAck).toEqual({ frame: 7, seq: 3_000_000_301 });
    expect(toAck.answersTrigger).toEqual({ frame: 7, delay: 20_000 });
    expect(toAck.answersSyn).toBe('absent');
    const toSyn = ready(scenario().syn().reject('server'));
    expect(toSyn.answersSyn).toEqual({ frame: 1, delay: 20_000 });
    expect(toSyn.answersTrigger).toEqual({ frame: 1, delay: 20_000 });
    expect(toSyn.answersAck).toBe('absent');
  });

  it('is absent for an abort, whose numbers are quoted instead', () => {
    const abort = ready(talk().data('client', 10).abort('server'));
    expect(abort).toMatchObject({ answersAck: 'absent', answersSyn: 'absent', answersTrigger: 'absent' });
    expect(abort.abortNumbers).toEqual({ seq: 3_000_000_301, ack: 1_000_111 });
    expect(ready(talk().data('client', 10).reject('server')).abortNumbers).toBe('absent');
  });

  it('cannot be seen where the triggering side is missing', () => {
    const oneSided = scenario().midstream(5000, 9000).data('server', 100).data('server', 100);
    oneSided.send('server', RST, { ack: 0, window: 0, options: 0, ipId: 0 });
    expect(ready(oneSided)).toMatchObject({ answersAck: 'unseen', answersTrigger: 'unseen' });
    const twoSided = talk();
    twoSided.send('server', RST, { seq: 99, ack: 0, window: 0, options: 0, ipId: 0 });
    expect(ready(twoSided)).toMatchObject({ answersAck: 'absent', answersTrigger: 'absent' });
  });

  it('is not a SYN when a bare FIN drew the answer', () => {
    expect(ready(scenario().send('client', 0x01, { ack: 0 }).reject('server')).answersSyn).toBe('absent');
  });
});

describe('the conversation before', () => {
  it('is under way once the sender said more than its SYN-ACK', () => {
    expect(ready(talk().data('client', 10).reject('server')).midConversation).toEqual({ frame: 5, what: 'data' });
    const only = scenario().handshake().data('client', 10).reject('server');
    expect(ready(only).midConversation).toBe('absent');
    expect(ready(scenario().syn().reject('server')).midConversation).toBe('absent');
  });

  it('is under way when the capture began later, even if the sender is new to it', () => {
    const orphan = scenario().midstream(5000, 9000).data('client', 10).reject('server');
    expect(ready(orphan).midConversation).toEqual({ frame: 1, what: 'data' });
  });

  it('names FINs and earlier RSTs', () => {
    const closing = talk().fin('server').ack('client').wait(1000).data('client', 5).reject('server');
    expect(ready(closing)).toMatchObject({ senderFin: { finFrame: 7, ago: 1_020_150 }, receiverFin: 'absent' });
    const late = talk().abort('server').data('client', 5).reject('server');
    expect(ready(late, {}, 1).resetBefore).toMatchObject({ firstFrame: 7 });
    expect(ready(late, {}, 0).resetBefore).toBe('absent');
    const received = talk().abort('client').data('server', 5).reject('client');
    expect(ready(received, {}, 1).resetBefore).toMatchObject({ firstFrame: 7 });
  });
});

describe('what comes after', () => {
  it('cannot be seen at the end of the capture', () => {
    expect(ready(talk().abort('server'))).toMatchObject({ senderContinues: 'unseen', triggerAnswered: 'unseen' });
    expect(ready(talk().abort('server').ack('client')).senderContinues).toBe('absent');
  });

  it('quotes the segment with which the sender went on', () => {
    const story = talk().data('client', 10).reject('server').wait(10).data('server', 5);
    expect(ready(story).senderContinues).toEqual({ frame: 9, what: 'data', later: 10_050 });
    expect(ready(story).triggerAnswered).toEqual({ frame: 9, triggerFrame: 7 });
  });

  it('lets the next attempt tell whether the service listens', () => {
    const rejected = (): Scenario => talk().data('client', 10).reject('server').wait(500).connection();
    const accepted = ready(rejected().handshake());
    expect(accepted.acceptedAfter).toMatchObject({ frame: 10 });
    expect(accepted.refusedAfter).toBe('absent');
    const refused = ready(rejected().syn().reject('server'));
    expect(refused.refusedAfter).toMatchObject({ frame: 10 });
    expect(refused.acceptedAfter).toBe('absent');
    expect(ready(talk().data('client', 10).reject('server'))).toMatchObject({
      acceptedAfter: 'unseen',
      refusedAfter: 'unseen',
    });
  });
});

describe('marks of who built it', () => {
  const rejected = (trigger: Override, reset: Override = {}, about: About = {}): Ready =>
    ready(talk().data('server', 10).ack('client').wait(50).data('client', 10, trigger).reject('server', reset), about);

  it('are a filter’s or a host’s, never both, and unseen without a field that tells', () => {
    expect(rejected({ dscp: 10 })).toMatchObject({ hostMark: { field: 'DSCP', value: 10 }, filterMark: 'absent' });
    expect(rejected({ dscp: 10 }, { dscp: 0 }, { vantage: 'server' })).toMatchObject({
      filterMark: { field: 'DSCP', value: 0, expected: 10 },
      hostMark: 'absent',
    });
    expect(rejected({})).toMatchObject({ filterMark: 'unseen', hostMark: 'unseen' });
    expect(rejected({ dscp: 10 }, { dscp: 0 })).toMatchObject({ filterMark: 'unseen', hostMark: 'unseen' });
  });

  it('of a plain Linux answer fit, and a single odd one does not', () => {
    expect(rejected({}).builderFits).toEqual({ window: 0, ttl: 58 });
    expect(rejected({}, { window: 1 }).builderFits).toBe('absent');
    expect(rejected({ dscp: 10 }, { dscp: 0 }).builderFits).toBe('absent');
    expect(rejected({ dscp: 10 }, { dscp: 0 }, { vantage: 'server' }).builderFits).toBe('absent');
  });

  it('make it foreign only together', () => {
    expect(rejected({}, { window: 1 }).foreign).toBe('absent');
    expect(rejected({}, { window: 1, ipId: 9 }).foreign).toEqual({ window: 1, ttl: 58 });
  });
});

describe('who sent it', () => {
  it('is known from a handshake, and not from two high ports', () => {
    expect(ready(talk().abort('client')).senderIsClient).toEqual({ frame: 7 });
    expect(ready(talk().abort('server')).senderIsClient).toBe('absent');
    const unknown = scenario().client({ port: 50_000 }).server({ port: 50_001 }).midstream(5000, 9000);
    expect(ready(unknown.data('client', 5).data('server', 5).abort('server')).senderIsClient).toBe('unseen');
  });
});

describe('the window jump', () => {
  it('is unseen where the rule cannot be applied, absent where it could', () => {
    const late = scenario().midstream(5000, 9000).data('client', 1000).ack('server', { window: 10 });
    expect(ready(late.abort('server', { window: 500 })).windowJump).toBe('unseen');
    expect(ready(talk().data('client', 1000).abort('server')).windowJump).toBe('absent');
  });
});
