import { describe, expect, it } from 'vitest';
import type { Impact } from '../../src/model/verdict.ts';
import { type About, verdictOf } from '../support/judged.ts';
import { type Scenario, scenario } from '../support/scenario.ts';

const atServer = (): Scenario => scenario().server({ ttl: 64, rttMs: 0.1 }).client({ ttl: 50, rttMs: 30 }).handshake();
const answered = (): Scenario => atServer().data('client', 100).data('server', 300).ack('client');
const impact = (story: Scenario, about: About = {}): Impact => verdictOf(story, about).impact;

describe('what a RST did to its users', () => {
  it('is an interruption when it turns data away', () => {
    expect(impact(answered().wait(5000).data('client', 100).reject('server'))).toBe('disruptive');
    const closed = answered().wait(500).fin('server').ack('client').wait(500).data('client', 100).reject('server');
    expect(impact(closed)).toBe('disruptive');
  });

  it('is an interruption when a question was open, or an answer on its way', () => {
    expect(impact(answered().data('client', 100).wait(2000).abort('server'))).toBe('disruptive');
    expect(impact(answered().data('client', 9).data('server', 900).wait(2000).abort('server'))).toBe('disruptive');
  });

  it('is not known when the connection was quiet and nothing was pending', () => {
    expect(impact(answered().wait(5000).abort('server'))).toBe('unknown');
    expect(impact(answered().wait(500).abort('server'))).toBe('disruptive');
  });

  it('is not known either when a box reset both quiet ends', () => {
    const story = scenario().client({ ttl: 61 }).server({ ttl: 59 }).handshake().data('client', 9).data('server', 9);
    story.ack('client').wait(350_000).abort('server', { ttl: 63 }).wait(1).abort('client', { ttl: 63 });
    expect(verdictOf(story)).toMatchObject({ cause: 'middlebox-idle-timeout-rst', impact: 'unknown' });
  });

  it('is none when both sides had finished', () => {
    const closed = answered().fin('server').fin('client').ack('server').wait(500);
    expect(impact(closed.ack('client').reject('server'))).toBe('benign');
  });

  it('is none when the late data are a TLS goodbye', () => {
    const closed = (): Scenario => answered().wait(500).fin('server').ack('client').wait(100);
    const alert = { payloadHead: 0x1503_0300 };
    expect(impact(closed().data('client', 24, alert).reject('server'))).toBe('benign');
    expect(impact(closed().data('client', 24, { payloadHead: 0x4745_5420 }).reject('server'))).toBe('disruptive');
  });

  it('is a probe when the request came from a scanner, or comes again and again', () => {
    const scan = scenario().syn({ options: 0, optionOrder: 0, window: 1024, windowScale: -1, mss: -1, tsValue: -1 });
    expect(impact(scan.synAck({ options: 0, tsValue: -1 }).reject('client', { ttl: 64 }))).toBe('probe');
    const checks = scenario();
    for (let n = 0; n < 3; n++)
      checks
        .connection({ port: 41_000 + n })
        .handshake()
        .abort('client')
        .wait(5000);
    expect(impact(checks)).toBe('probe');
  });

  it('is an interruption when the service refuses', () => {
    expect(impact(scenario().syn().reject('server'))).toBe('disruptive');
  });
});
