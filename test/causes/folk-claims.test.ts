// Sayings about RSTs that a report must never repeat.
import { describe, expect, it } from 'vitest';
import { causes } from '../../src/causes/index.ts';
import { verdictOf } from '../support/judged.ts';
import { type Scenario, scenario } from '../support/scenario.ts';

const talk = (): Scenario => scenario().handshake().data('client', 100).data('server', 300).ack('client').wait(50);

describe('what people say about RSTs', () => {
  it('"data outside the window is reset": the kernel acknowledges it, and no cause says otherwise', () => {
    const { nextSeq } = talk().numbers('client');
    const story = talk()
      .data('client', 50, { seq: (nextSeq + 50_000_000) % 2 ** 32 })
      .ack('server');
    expect(story.track().events).toEqual([]);
    expect(causes.filter(({ id }) => /(out-of|outside).*window|sequence|mismatch/.test(id))).toEqual([]);
  });

  it('"RST with ACK means that the connection existed": a refused SYN has both', () => {
    const { builder, phase } = verdictOf(scenario().syn().reject('server'));
    expect([builder.value, phase]).toEqual(['stateless-reply', 'handshake']);
  });

  it('"RST without ACK means that it never existed": data after a FIN draws it from a known connection', () => {
    const late = talk().fin('server').ack('client').wait(50).data('client', 5).reject('server');
    expect(verdictOf(late).cause).toBe('late-data-after-close');
  });

  it('"no time stamps, window 0 and IP id 0 mean a middlebox": that is how Linux answers', () => {
    const { origin, builder, fields } = verdictOf(talk().wait(3000).data('client', 10).reject('server'));
    expect([origin.value, builder.value]).toEqual(['endpoint', 'stateless-reply']);
    expect(fields.filter(({ judgement }) => judgement === 'odd')).toEqual([]);
  });

  it('"the server reset my request": the request raced its FIN', () => {
    const story = talk().data('client', 40);
    const [{ seq, ack }] = [story.segments.at(-1) ?? { seq: 0, ack: 0 }];
    story.fin('server', { ack: seq }).send('server', 0x04, { seq: ack, ack: 0, window: 0, options: 0, ipId: 0 });
    expect(verdictOf(story).cause).toBe('late-data-after-close');
  });

  it('"two RSTs are two incidents": the second answers a segment that was in flight', () => {
    const story = talk().abort('server').data('client', 5).reject('server');
    expect(verdictOf(story, {}, 1)).toMatchObject({ cause: 'segment-after-reset', finding: 'f1' });
  });

  it('"the RST ended the connection": not when both sides go on', () => {
    const story = talk();
    story.send('server', 0x04, { seq: story.numbers('server').nextSeq + 9, ack: 0, window: 0, options: 0, ipId: 0 });
    story.wait(300).data('client', 5).data('server', 5);
    expect(verdictOf(story).origin.value).not.toBe('endpoint');
  });
});
