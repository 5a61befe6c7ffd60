import { describe, expect, it } from 'vitest';
import { OPT_TIMESTAMPS, RST } from '../../src/model/segment.ts';
import type { FieldJudgement } from '../../src/model/verdict.ts';
import { type About, verdictOf } from '../support/judged.ts';
import { type Override, type Scenario, scenario } from '../support/scenario.ts';

const talk = (): Scenario =>
  scenario().handshake().data('client', 100).data('server', 300).data('server', 300).ack('client').wait(50);
const asked = (request: Override = {}): Scenario => talk().data('client', 120, request);

function field(name: string, story: Scenario): string {
  const { judgement, reason } = one(name, story);
  return `${judgement} ${reason}`;
}

function one(name: string, story: Scenario, about: About = {}): FieldJudgement {
  const found = verdictOf(story, about).fields.find((judged) => judged.field === name);
  if (found === undefined) throw new Error(`No field ${name}.`);
  return found;
}

const rejected = (reset: Override = {}, request: Override = {}): Scenario => asked(request).reject('server', reset);
const aborted = (reset: Override = {}): Scenario => asked().abort('server', reset);
const ahead = (by: number): Scenario => {
  const story = asked();
  return story.abort('server', { seq: story.numbers('server').nextSeq + by });
};
const bare = (): Scenario =>
  asked().send('server', RST, { seq: 42, ack: 0, window: 0, options: 0, tsValue: -1, ipId: 0 });

describe('the fields of a RST', () => {
  it('are all there, once, in one order', () => {
    expect(verdictOf(rejected()).fields.map((judged) => judged.field)).toEqual([
      'flags',
      'seq',
      'ack',
      'window',
      'options',
      'ttl',
      'ipId',
      'dontFragment',
      'dscp',
      'flowLabel',
      'payload',
      'timing',
    ]);
  });

  it.each<[string, string, Scenario]>([
    ['flags', 'fits answersAck', rejected()],
    ['flags', 'fits answersNoAck', scenario().syn().reject('server')],
    ['flags', 'fits abort', aborted()],
    ['flags', 'neutral bareWithoutTrigger', bare()],
    ['flags', 'odd odd', ahead(1460)],
    ['seq', 'fits equalsTriggerAck', rejected()],
    ['seq', 'fits zeroForNoAck', scenario().syn().reject('server')],
    ['seq', 'fits next', aborted()],
    ['seq', 'neutral acked', asked().data('server', 50).abort('server', { seq: 3_000_000_601 })],
    ['seq', 'odd stale', ahead(-7)],
    ['seq', 'odd beyond', ahead(1460)],
    ['ack', 'fits noFlag', rejected()],
    ['ack', 'odd nonzeroWithoutFlag', rejected({ ack: 5 })],
    ['ack', 'fits endsTrigger', scenario().syn().reject('server')],
    ['ack', 'fits newlyAcked', aborted()],
    ['ack', 'fits all', asked().ack('server').abort('server')],
    ['ack', 'neutral part', aborted({ ack: 1_000_101 })],
    ['ack', 'odd beyond', aborted({ ack: 1_000_222 })],
    ['window', 'fits zeroStateless', rejected()],
    ['window', 'odd nonzeroStateless', rejected({ window: 5 })],
    ['window', 'fits live', aborted()],
    ['window', 'fits jump', asked().ack('server', { window: 9 }).abort('server')],
    ['window', 'neutral zeroLive', aborted({ window: 0 })],
    ['window', 'fits zeroLive', asked().ack('server', { window: 0 }).abort('server', { window: 0 })],
    ['options', 'fits noneStateless', rejected()],
    ['options', 'odd unexpected', rejected({ options: OPT_TIMESTAMPS })],
    ['options', 'fits timestampsLive', aborted()],
    ['options', 'odd missingTimestamps', aborted({ options: 0, tsValue: -1 })],
    ['ttl', 'fits same', rejected()],
    ['ttl', 'odd shifted', rejected({ ttl: 60 })],
    ['ttl', 'unseen noBaseline', scenario().syn().reject('server')],
    ['ipId', 'fits zeroStateless', rejected()],
    ['ipId', 'odd nonzeroStateless', rejected({ ipId: 9 })],
    ['ipId', 'fits continues', aborted()],
    ['ipId', 'odd zeroUnexpected', aborted({ ipId: 0 })],
    ['ipId', 'neutral jumps', aborted({ ipId: 60_000 })],
    ['dontFragment', 'fits set', rejected()],
    ['dontFragment', 'odd clear', rejected({ dontFragment: 0 })],
    ['dscp', 'fits copied', rejected({}, { dscp: 10 })],
    ['dscp', 'neutral cleared', rejected({ dscp: 0 }, { dscp: 10 })],
    ['dscp', 'fits same', rejected()],
    ['dscp', 'neutral differs', rejected({ dscp: 12 })],
    ['flowLabel', 'neutral noField', rejected()],
    ['payload', 'fits none', rejected()],
    ['payload', 'neutral some', rejected({ payload: 'go away' })],
    ['timing', 'neutral afterTrigger', rejected()],
    ['timing', 'unseen noTrigger', bare()],
  ])('%s: %s', (name, expected, story) => {
    expect(field(name, story)).toBe(expected);
  });

  it('show a zeroed DSCP as odd where it left the host so', () => {
    const { judgement, reason } = one('dscp', rejected({ dscp: 0 }, { dscp: 10 }), { vantage: 'server' });
    expect([judgement, reason]).toEqual(['odd', 'zeroed']);
  });

  it('quote what they were compared with', () => {
    expect(one('window', asked().ack('server', { window: 9 }).abort('server')).facts).toEqual({
      last: 9 * 128,
      now: 509 * 128,
      frame: 9,
    });
    expect(one('seq', ahead(1460)).facts).toEqual({ next: 3_000_000_601, ahead: 1460 });
    expect(one('ack', aborted()).facts).toEqual({ next: 1_000_221, bytes: 120 });
    expect(one('ttl', rejected({ ttl: 60 })).facts).toEqual({ usual: 58, samples: 2, hops: 2 });
  });

  it('print 16-bit fields as Wireshark does', () => {
    expect(one('ipId', rejected({ ipId: 4660 })).value).toBe('4660 (0x1234)');
  });
});
