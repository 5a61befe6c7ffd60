import { describe, expect, it } from 'vitest';
import { verdictOf } from '../support/judged.ts';
import { type Scenario, scenario } from '../support/scenario.ts';

const moments = (story: Scenario, index = 0): string[] =>
  verdictOf(story, {}, index).timeline.map(({ segment, moment }) => `${segment.frame} ${moment}`);

describe('the timeline around a RST', () => {
  it('tells the connection from its SYN on, in frame order, each frame once', () => {
    const story = scenario().handshake().data('client', 100).data('server', 300).ack('client').wait(50);
    story.data('client', 40).reject('server').wait(10).data('server', 10);
    expect(moments(story)).toEqual([
      '1 syn',
      '2 synAck',
      '3 handshakeDone',
      '4 data',
      '5 lastData',
      '6 ack',
      '7 trigger',
      '8 reset',
      '9 continues',
    ]);
  });

  it('keeps milestones that lie far back, and leaves out the long talk between', () => {
    const story = scenario().handshake();
    for (let n = 0; n < 30; n++) story.data('client', 10).data('server', 10);
    const told = moments(story.wait(2000).abort('server'));
    expect(told.slice(0, 3)).toEqual(['1 syn', '2 synAck', '54 data']);
    expect(told.at(-1)).toBe('64 reset');
    expect(told).toHaveLength(13);
  });

  it('goes on for at most six segments after the RST', () => {
    const story = scenario().handshake().data('client', 10).data('server', 10).abort('server');
    for (let n = 0; n < 10; n++) story.data('client', 5);
    expect(moments(story).at(-1)).toBe('12 data');
  });

  it('tells the RST in question from earlier ones, later ones and those of the other side', () => {
    const story = scenario().handshake().data('client', 10).data('server', 10).abort('server').abort('server');
    story.abort('client');
    expect(moments(story).slice(-3)).toEqual(['6 reset', '7 echo', '8 otherReset']);
    expect(moments(story, 1).slice(-3)).toEqual(['6 otherReset', '7 reset', '8 otherReset']);
  });

  it('names FINs, keep-alives and a window that closes', () => {
    const fins = scenario().handshake().fin('server').ack('client').wait(100).data('client', 5).reject('server');
    expect(moments(fins)).toContain('4 fin');
    const probes = scenario().handshake().data('client', 5).data('server', 5).ack('client').wait(9000);
    expect(moments(probes.keepalive('server').wait(1000).abort('server'))).toContain('7 keepalive');
    const shut = scenario().handshake().data('client', 5).ack('server', { window: 0 }).wait(900).abort('server');
    expect(moments(shut)).toContain('5 zeroWindow');
  });

  it('says who speaks to whom', () => {
    const { timeline } = verdictOf(scenario().syn().reject('server'));
    expect(timeline.map(({ facts }) => facts)).toEqual([
      { bytes: 0, from: '192.0.2.10:40000', to: '198.51.100.20:443' },
      { bytes: 0, from: '198.51.100.20:443', to: '192.0.2.10:40000' },
    ]);
  });
});
