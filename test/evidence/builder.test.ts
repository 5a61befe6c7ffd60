import { describe, expect, it } from 'vitest';
import type { BuilderMark } from '../../src/model/evidence.ts';
import type { Builder, BuilderVerdict } from '../../src/model/verdict.ts';
import { type About, evidenceOf } from '../support/judged.ts';
import { type Host, type Override, type Scenario, scenario } from '../support/scenario.ts';

/** A conversation with a Linux server, and a request that it has not answered. */
function asked(server: Partial<Host> = {}, request: Override = {}): Scenario {
  return scenario()
    .server(server)
    .handshake()
    .data('client', 100)
    .data('server', 300)
    .data('server', 300)
    .ack('client')
    .wait(50)
    .data('client', 120, request);
}

function built(
  story: Scenario,
  about: About = {},
): { builder: BuilderVerdict; marks: Map<BuilderMark['mark'], BuilderMark['speaks']> } {
  const { builder, marks } = evidenceOf(story, about);
  return { builder, marks: new Map(marks.map(({ mark, speaks }) => [mark, speaks])) };
}

const names = ({ value, tied }: BuilderVerdict): Builder[] => [value, ...tied];

describe('a stateless answer', () => {
  it('without a contradiction is the kernel’s, which a packet filter could have imitated', () => {
    const { builder, marks } = built(asked().reject('server'));
    expect(builder).toEqual({ value: 'stateless-reply', confidence: 'possible', tied: ['packet-filter'] });
    expect(marks.get('window')).toBe('stateless-reply');
    expect(marks.get('options')).toBe('stateless-reply');
    expect(marks.get('ipId')).toBe('stateless-reply');
  });

  it('needs no time stamps: Linux never puts them in', () => {
    const { marks } = built(asked().reject('server'));
    expect(marks.has('timestamps')).toBe(false);
    expect([...marks.values()]).not.toContain('foreign');
  });

  it('is surely not a filter’s when it copied a DSCP (ip_send_unicast_reply)', () => {
    const { builder, marks } = built(asked({}, { dscp: 10 }).reject('server'));
    expect(marks.get('dscp')).toBe('stateless-reply');
    expect(builder).toEqual({ value: 'stateless-reply', confidence: 'likely', tied: [] });
  });

  it('is a filter’s when the DSCP is 0 although the trigger’s is not (nf_reject_iphdr_put)', () => {
    const { builder, marks } = built(asked({}, { dscp: 10 }).reject('server', { dscp: 0 }), { vantage: 'server' });
    expect(marks.get('dscp')).toBe('packet-filter');
    expect(builder).toEqual({ value: 'packet-filter', confidence: 'likely', tied: [] });
  });

  it('with the mark of a filter is only possibly one when other fields contradict it', () => {
    const reset = { dscp: 0, window: 512, ipId: 4711 };
    expect(built(asked({}, { dscp: 10 }).reject('server', reset), { vantage: 'server' }).builder).toEqual({
      value: 'packet-filter',
      confidence: 'possible',
      tied: ['foreign'],
    });
  });

  it.each<[BuilderMark['mark'], Override]>([
    ['window', { window: 512 }],
    ['options', { options: 0x10 }],
    ['ipId', { ipId: 4711 }],
    ['ttl', { ttl: 62 }],
  ])('is contradicted by %s, and one contradiction does not decide', (mark, override) => {
    const { builder, marks } = built(asked().reject('server', override));
    expect(marks.get(mark)).toBe('foreign');
    expect(names(builder)).toContain('stateless-reply');
    expect(builder.value).toBe('stateless-reply');
    expect(builder.confidence).toBe('possible');
  });

  it('is taken from the named host by two contradictions', () => {
    const { builder } = built(asked().reject('server', { window: 512, ipId: 4711 }));
    expect(builder).toEqual({ value: 'foreign', confidence: 'possible', tied: ['stateless-reply'] });
  });

  it('takes the default TTL, not the socket’s: 64 beside data from 255 says nothing', () => {
    const { marks } = built(asked({ ttl: 255 }).reject('server', { ttl: 64 }));
    expect(marks.get('ttl')).toBe('any');
    expect(built(asked({ ttl: 64 }).reject('server', { ttl: 250 })).marks.get('ttl')).toBe('foreign');
  });

  it('says nothing through an IP id where the stack is not Linux', () => {
    const { marks } = built(asked({ ttl: 128 }).reject('server', { ttl: 128, ipId: 4711 }));
    expect(marks.has('ipId')).toBe(false);
  });
});

describe('a stateless answer after which the host goes on', () => {
  it('is a filter’s: the socket never heard of the segment', () => {
    const story = asked().reject('server').wait(2000);
    story.data('server', 40, { ack: story.numbers('client').nextSeq - 120 });
    expect(built(story).builder).toEqual({ value: 'packet-filter', confidence: 'likely', tied: ['foreign'] });
  });

  it('is foreign when the host even acknowledges what was rejected', () => {
    const story = asked();
    const { nextSeq } = story.numbers('client');
    story.reject('server').wait(20).ack('server', { ack: nextSeq });
    expect(built(story).builder).toEqual({ value: 'foreign', confidence: 'likely', tied: [] });
  });

  it('is rather foreign with two contradictions', () => {
    const story = asked().reject('server', { window: 512, ipId: 4711 }).wait(2000);
    const rejected = story.numbers('client').nextSeq - 120;
    expect(built(story.data('server', 40, { ack: rejected })).builder).toEqual({
      value: 'foreign',
      confidence: 'likely',
      tied: ['packet-filter'],
    });
  });
});

describe('IPv6 flow labels', () => {
  const v6 = (reset: Override): ReturnType<typeof built> =>
    built(
      scenario()
        .client({ address: '2001:db8::10' })
        .server({ address: '2001:db8::20', flowLabel: 0x6789a })
        .handshake()
        .data('client', 10)
        .data('server', 10)
        .ack('client')
        .wait(50)
        .data('client', 10)
        .reject('server', { ipId: -1, ...reset }),
    );

  it('name a filter when they are zero (nf_reject_ip6hdr_put)', () => {
    expect(v6({ flowLabel: 0 }).marks.get('flowLabel')).toBe('packet-filter');
    expect(v6({ flowLabel: 0 }).builder.value).toBe('packet-filter');
  });

  it.each([0x6789a, 0x11111])('name the host’s TCP when they are not (%#)', (flowLabel) => {
    const { marks, builder } = v6({ flowLabel });
    expect(marks.get('flowLabel')).toBe('stateless-reply');
    expect(builder).toEqual({ value: 'stateless-reply', confidence: 'likely', tied: [] });
    expect(marks.has('ipId')).toBe(false);
  });
});

describe('an abort', () => {
  it('of a live Linux socket shows time stamps, the next IP id and a window', () => {
    const { builder, marks } = built(asked().abort('server'));
    expect(Object.fromEntries(marks)).toMatchObject({
      timestamps: 'live-socket',
      ipId: 'live-socket',
      window: 'live-socket',
      ttl: 'any',
    });
    expect(builder).toEqual({ value: 'live-socket', confidence: 'likely', tied: [] });
  });

  it.each<[BuilderMark['mark'], Override]>([
    ['timestamps', { options: 0, tsValue: -1, tsEcho: -1 }],
    ['ipId', { ipId: 0 }],
    ['window', { window: 0 }],
    ['ttl', { ttl: 62 }],
  ])('is contradicted by %s, and one contradiction only makes it doubtful', (mark, override) => {
    const { builder, marks } = built(asked().abort('server', override));
    expect(marks.get(mark)).toBe('foreign');
    expect([...marks.values()].filter((speaks) => speaks === 'foreign')).toHaveLength(1);
    expect(builder).toEqual({ value: 'live-socket', confidence: 'possible', tied: ['foreign'] });
  });

  it('is taken from the named host by two contradictions', () => {
    const { builder } = built(asked().abort('server', { ipId: 0, window: 0 }));
    expect(builder).toEqual({ value: 'foreign', confidence: 'possible', tied: ['live-socket'] });
  });

  it('allows for other packets of the host between two of the connection', () => {
    const last = 20_001;
    expect(built(asked().abort('server', { ipId: last + 1000 })).marks.get('ipId')).toBe('live-socket');
    expect(built(asked().abort('server', { ipId: last + 1001 })).marks.get('ipId')).toBe('foreign');
    expect(built(asked().abort('server', { ipId: last })).marks.get('ipId')).toBe('foreign');
  });

  it('counts IP ids across their end', () => {
    expect(built(asked({ ipId: 65_534 }).abort('server')).marks.get('ipId')).toBe('live-socket');
  });

  it('needs no time stamps where none were agreed', () => {
    expect(built(asked({ timestamps: false }).abort('server')).marks.has('timestamps')).toBe(false);
  });

  it('may show a closed window when the window was closed before', () => {
    const shut = asked().ack('server', { window: 0 }).abort('server', { window: 0 });
    expect(built(shut).marks.has('window')).toBe(false);
  });

  it('is not the host’s when the host goes on', () => {
    const story = asked().abort('server').wait(2000).data('server', 40);
    expect(built(story).builder).toEqual({ value: 'foreign', confidence: 'likely', tied: [] });
  });
});

describe('RSTs that answer nothing', () => {
  const bare = (): Scenario => {
    const story = asked();
    return story.send('server', 0x04, { seq: story.numbers('server').nextSeq + 1460, ack: 0, window: 0, options: 0 });
  };

  it('without ACK are foreign where the trigger would have been captured', () => {
    expect(built(bare()).builder).toMatchObject({ value: 'foreign', tied: ['stateless-reply'] });
  });

  it('without ACK may be anybody’s where one side is missing', () => {
    const story = scenario().midstream(5000, 9000).data('server', 100).data('server', 100);
    story.send('server', 0x04, { ack: 0, window: 0, options: 0, ipId: 0 });
    expect(built(story).builder).toMatchObject({ value: 'stateless-reply', confidence: 'possible' });
    expect(built(story).builder.tied).toEqual(['packet-filter', 'foreign']);
  });

  it('with odd numbers are nobody’s yet, and foreign as soon as more is odd', () => {
    const story = asked();
    const seq = story.numbers('server').nextSeq + 1460;
    const odd = built(story.abort('server', { seq }));
    expect(odd.marks.get('numbers')).toBe('foreign');
    expect(odd.builder).toEqual({ value: 'unknown', confidence: 'undetermined', tied: [] });
    expect(built(asked().abort('server', { seq, ttl: 62 })).builder.value).toBe('foreign');
  });
});

describe('a client that rejects an answer to its SYN', () => {
  it('goes on trying, which says nothing about the RST', () => {
    const story = scenario().syn().synAck({ ack: 77 }).reject('client', { ttl: 64 }).wait(900).syn();
    const { builder } = built(story.synAck().ack('client').wait(500).data('client', 5));
    expect(builder.value).toBe('stateless-reply');
  });
});

describe('a RST with text in it', () => {
  const story = (payloadLength: number): Scenario =>
    scenario()
      .handshake()
      .data('client', 100)
      .data('server', 300)
      .ack('client')
      .wait(50)
      .abort('client', { payloadLength });

  it('was not written by a live socket, which never sends data in a RST', () => {
    expect(evidenceOf(story(13)).builder).toMatchObject({ value: 'foreign', tied: ['live-socket'] });
    expect(evidenceOf(story(0)).builder.value).toBe('live-socket');
  });
});
