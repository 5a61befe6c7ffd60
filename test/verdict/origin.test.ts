import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../src/model/verdict.ts';
import { verdictOf } from '../support/judged.ts';
import { type Override, type Scenario, scenario } from '../support/scenario.ts';

const talk = (): Scenario =>
  scenario().handshake().data('client', 100).data('server', 300).data('server', 300).ack('client').wait(50);
const origin = (story: Scenario): Verdict['origin'] => verdictOf(story).origin;

describe('where a RST came from', () => {
  it('is not the socket when it goes on surely, with new data, beyond its own RST', () => {
    expect(origin(talk().abort('server').wait(20).data('server', 40))).toEqual({
      value: 'middlebox',
      confidence: 'proven',
      tied: ['endpoint-firewall'],
    });
  });

  it('is not proven by time alone', () => {
    const story = scenario().server({ timestamps: false }).handshake().data('client', 100).data('server', 300);
    const found = origin(story.ack('client').wait(50).abort('server').wait(2000).data('server', 40));
    expect(found.confidence).not.toBe('proven');
    expect(found.value).not.toBe('endpoint');
  });

  it('is not proven by repeated data: a socket may have queued it before', () => {
    expect(origin(talk().abort('server').wait(20).retransmit('server', 300)).confidence).not.toBe('proven');
  });

  it('is rather the host’s firewall when the mark of REJECT and the TTL agree', () => {
    const story = talk().data('client', 40, { dscp: 10 }).reject('server', { dscp: 0 }).wait(3000);
    const old = story.numbers('client').nextSeq - 40;
    expect(origin(story.data('server', 5, { ack: old }))).toEqual({
      value: 'endpoint-firewall',
      confidence: 'proven',
      tied: ['middlebox'],
    });
  });

  it('is the host itself when a live socket gave up', () => {
    expect(origin(talk().abort('server'))).toMatchObject({ value: 'endpoint', tied: [] });
  });

  it('may be its firewall where a filter would write the same bytes', () => {
    const found = origin(talk().wait(3000).data('client', 40).reject('server'));
    expect(found).toEqual({ value: 'endpoint', confidence: 'possible', tied: ['endpoint-firewall'] });
  });

  it('may be a box where nothing shows the host’s usual TTL', () => {
    const orphan = scenario().midstream(5000, 9000).data('client', 10).reject('server');
    expect(origin(orphan).tied).toContain('middlebox');
  });

  it('is the host’s TCP when it copied the DSCP', () => {
    const marked: Override = { dscp: 10 };
    expect(origin(talk().wait(3000).data('client', 40, marked).reject('server'))).toEqual({
      value: 'endpoint',
      confidence: 'likely',
      tied: [],
    });
  });

  it('stays open when neither cause nor builder is known', () => {
    const story = talk();
    const odd = story.abort('server', { seq: story.numbers('server').nextSeq + 1460 });
    expect(verdictOf(odd).cause).toBe('undetermined');
    expect(origin(odd)).toEqual({ value: 'unknown', confidence: 'undetermined', tied: [] });
  });
});
