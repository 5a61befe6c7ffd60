import { describe, expect, it } from 'vitest';
import { outcomes, verdictOf } from '../support/judged.ts';
import { type Scenario, scenario } from '../support/scenario.ts';

const answered = (): Scenario => scenario().handshake().data('client', 100).data('server', 300).ack('client').wait(50);
const asked = (bytes = 120): Scenario => answered().data('client', bytes);
const answer = (story: Scenario): string[] => {
  const { cause, tied } = verdictOf(story);
  return [cause, ...tied].sort();
};

const LOOK_ALIKES = ['admin-kill', 'close-with-unread-data', 'disconnect-unspec', 'linger-zero'];

describe('a server that drops a live connection', () => {
  it('names linger-zero when everything was answered, and its look-alikes', () => {
    expect(verdictOf(answered().abort('server')).cause).toBe('linger-zero');
    expect(answer(answered().abort('server'))).toEqual(LOOK_ALIKES);
  });

  it('names unread data when a request waits, and the same look-alikes: a small one leaves no trace', () => {
    expect(verdictOf(asked().abort('server')).cause).toBe('close-with-unread-data');
    expect(answer(asked().abort('server'))).toEqual(LOOK_ALIKES);
  });

  it('adds an idle timer of the program only after a silence', () => {
    expect(answer(answered().wait(5000).abort('server'))).toContain('app-idle-or-request-timeout');
    expect(answer(answered().abort('server'))).not.toContain('app-idle-or-request-timeout');
    expect(answer(answered().wait(900).abort('server'))).not.toContain('app-idle-or-request-timeout');
    expect(answer(answered().wait(1100).abort('server'))).toContain('app-idle-or-request-timeout');
  });

  it('is sure of unread data when the window jumps', () => {
    const story = asked(8000).ack('server', { window: 100 }).abort('server', { window: 400 });
    expect(verdictOf(story)).toMatchObject({
      cause: 'close-with-unread-data',
      confidence: 'likely',
      tied: [],
      kernelReasons: ['TCP_ABORT_ON_CLOSE'],
    });
  });

  it('was killed from outside when a closed window stays closed: close() would have purged the queue', () => {
    const story = asked(8000).ack('server', { window: 0 }).abort('server', { window: 0 });
    expect(answer(story)).toEqual(['admin-kill', 'disconnect-unspec']);
    expect(verdictOf(story).kernelReasons).toEqual(['TCP_STATE']);
  });

  it('is not said to have left data unread where the client sent none', () => {
    expect(answer(scenario().handshake().data('server', 50).ack('client').abort('server'))).not.toContain(
      'close-with-unread-data',
    );
  });

  it('may have said FIN before: then a socket that does not wait in FIN-WAIT-2 looks alike', () => {
    const story = answered().fin('server').ack('client').wait(20).abort('server');
    expect(answer(story)).toEqual([...LOOK_ALIKES, 'linger2-negative'].sort());
    expect(verdictOf(story).confidence).toBe('possible');
  });

  it('is not the cause when its socket goes on', () => {
    for (const id of LOOK_ALIKES)
      expect(answer(answered().abort('server').wait(20).data('server', 5))).not.toContain(id);
  });

  it('is not what a stateless answer shows', () => {
    for (const id of LOOK_ALIKES) expect(answer(asked().reject('server'))).not.toContain(id);
  });
});

describe('client-abort', () => {
  it('explains a client that drops a live connection', () => {
    expect(verdictOf(answered().abort('client'))).toMatchObject({
      cause: 'client-abort',
      confidence: 'likely',
      tied: [],
    });
  });

  it('sees the transfer that it cuts off', () => {
    const story = answered().data('client', 50).data('server', 1400).data('server', 1400).abort('client');
    expect(outcomes('client-abort', story)).toMatchObject({ midTransfer: 'seen', requestUnanswered: 'absent' });
    expect(verdictOf(story).kernelReasons[0]).toBe('TCP_ABORT_ON_CLOSE');
    const waiting = asked().wait(9000).abort('client');
    expect(outcomes('client-abort', waiting)).toMatchObject({ midTransfer: 'absent', requestUnanswered: 'seen' });
    expect(verdictOf(waiting).kernelReasons[0]).toBe('TCP_STATE');
  });

  it('never explains a RST of the server, or one that nobody can place', () => {
    expect(answer(answered().abort('server'))).not.toContain('client-abort');
    const unknown = scenario().client({ port: 50_000 }).server({ port: 50_001 }).midstream(5000, 9000);
    expect(outcomes('client-abort', unknown.data('client', 5).data('server', 5).abort('client'))).toMatchObject({
      senderIsClient: 'unseen',
    });
  });

  it('does not explain a client that rejects a SYN-ACK', () => {
    expect(answer(scenario().syn().synAck().reject('client'))).not.toContain('client-abort');
  });
});

describe('close-notify-race', () => {
  const APPLICATION_DATA = 0x17_03_03_00;
  const tls = (last: { readonly length: number; readonly head: number }): Scenario =>
    scenario()
      .handshake()
      .data('client', 200, { payloadHead: 0x16_03_01_00 })
      .data('server', 900, { payloadHead: 0x16_03_03_00 })
      .data('client', 80, { payloadHead: APPLICATION_DATA })
      .data('server', last.length, { payloadHead: last.head })
      .fin('server');

  it('explains a client that closes over an unread alert: nothing was lost', () => {
    const encrypted = verdictOf(tls({ length: 24, head: APPLICATION_DATA }).abort('client'));
    expect(encrypted).toMatchObject({ cause: 'close-notify-race', impact: 'benign', tied: [] });
  });

  it('is not the end of a handshake that failed: no data had been exchanged', () => {
    expect(answer(tls({ length: 31, head: 0x15_03_03_00 }).abort('client'))).not.toContain('close-notify-race');
  });

  it('is tied with an abort when the last record is not an alert', () => {
    const story = tls({ length: 900, head: APPLICATION_DATA }).abort('client');
    expect(outcomes('close-notify-race', story)).toMatchObject({ closeNotify: 'absent' });
    expect(answer(story)).toEqual(['client-abort', 'close-notify-race']);
  });

  it('stays possible where a snap length cut the records away', () => {
    const cut = scenario().handshake().data('client', 200, { payloadHead: -1 }).data('server', 24, { payloadHead: -1 });
    expect(answer(cut.fin('server').abort('client'))).toEqual(['client-abort', 'close-notify-race']);
  });

  it('is not plain text', () => {
    const story = scenario().handshake().data('client', 200).data('server', 24).fin('server').abort('client');
    expect(answer(story)).not.toContain('close-notify-race');
  });

  it('needs the server to have finished', () => {
    const open = scenario()
      .handshake()
      .data('client', 200, { payloadHead: 0x16_03_01_00 })
      .data('server', 24, { payloadHead: APPLICATION_DATA });
    expect(verdictOf(open.abort('client')).cause).toBe('client-abort');
  });
});

describe('keepalive-timeout', () => {
  const probed = (count: number, gapMs = 2000): Scenario => {
    const story = answered().wait(60_000);
    for (let n = 0; n < count; n++) story.keepalive('server').wait(gapMs);
    return story.abort('server');
  };

  it('is proven on the sender’s side by regular probes without answer', () => {
    expect(verdictOf(probed(3), { vantage: 'server' })).toMatchObject({
      cause: 'keepalive-timeout',
      proof: 'e',
      kernelReasons: ['TCP_KEEPALIVE_TIMEOUT'],
    });
  });

  it('is not proven elsewhere: an answer may have been lost behind the capture point', () => {
    expect(verdictOf(probed(3), { vantage: 'client' })).toMatchObject({ cause: 'keepalive-timeout', proof: null });
  });

  it('is not proven by a single probe, yet nothing else explains a RST after it', () => {
    expect(verdictOf(probed(1), { vantage: 'server' }).proof).toBeNull();
    for (const id of LOOK_ALIKES) expect(answer(probed(1))).not.toContain(id);
  });

  it('is not an abort without probes, nor after an answered one', () => {
    expect(answer(answered().abort('server'))).not.toContain('keepalive-timeout');
    const alive = answered().wait(60_000).keepalive('server').ack('client').wait(2000).abort('server');
    expect(answer(alive)).not.toContain('keepalive-timeout');
  });

  it('cannot be excluded where answered probes end in a RST at the next interval: the answers may have been lost', () => {
    const probed = answered()
      .wait(10_000)
      .keepalive('server')
      .ack('client')
      .wait(10_000)
      .keepalive('server')
      .ack('client');
    const said = answer(probed.wait(10_000).abort('server'));
    expect(said).toContain('keepalive-timeout');
    expect(said).toContain('app-idle-or-request-timeout');
  });

  it('is not a stateless answer to a probe', () => {
    expect(answer(answered().wait(60_000).keepalive('client').reject('server'))).not.toContain('keepalive-timeout');
  });
});
