import { describe, expect, it } from 'vitest';
import type { Visibility } from '../../src/model/evidence.ts';
import { type About, evidenceOf } from '../support/judged.ts';
import { type Scenario, scenario } from '../support/scenario.ts';

const talk = (): Scenario => scenario().handshake().data('client', 100).data('server', 300).ack('client');
const visible = (story: Scenario, about: About = {}): Visibility => evidenceOf(story, about).visibility;

describe('what a capture can show', () => {
  it('is everything when it holds both directions from the start', () => {
    expect(visible(talk().abort('server'))).toEqual({
      handshake: true,
      sender: true,
      receiver: true,
      fromStart: true,
      beganBeforeCapture: false,
      loss: false,
      steadyClock: true,
      cut: false,
      resolutionUs: 1,
      offload: false,
    });
  });

  it('lacks a direction that it never saw', () => {
    const server = scenario().midstream(5000, 9000).data('server', 100).data('server', 100).abort('server');
    expect(visible(server)).toMatchObject({
      sender: true,
      receiver: false,
      handshake: false,
      beganBeforeCapture: true,
    });
    expect(visible(scenario().syn().reject('server'))).toMatchObject({ sender: false, receiver: true });
  });

  it('lost packets when the capturing host says so, or an ACK covers bytes that nobody saw', () => {
    expect(visible(talk().abort('server'), { capture: { dropped: 0 } }).loss).toBe(false);
    expect(visible(talk().abort('server'), { capture: { dropped: 1 } }).loss).toBe(true);
    const story = talk();
    story.ack('client', { ack: story.numbers('server').nextSeq + 1000 }).abort('server');
    expect(visible(story).loss).toBe(true);
  });

  it('was cut, is coarse, or was taken before segmentation', () => {
    expect(visible(talk().abort('server'), { capture: { cutAt: 64 } }).cut).toBe(true);
    expect(visible(talk().abort('server'), { capture: { timestampResolution: 0.01 } }).resolutionUs).toBe(10_000);
    expect(visible(talk().data('client', 1500).abort('server')).offload).toBe(false);
    expect(visible(talk().data('client', 1501).abort('server')).offload).toBe(true);
  });
});
