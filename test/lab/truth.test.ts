import { describe, expect, it } from 'vitest';
import type { WireReset } from './pcap.ts';
import { parseTrace } from './trace.ts';
import { settle } from './truth.ts';

const reset: WireReset = {
  frame: 1,
  time: 0,
  source: '198.51.100.20',
  sourcePort: 443,
  destination: '192.0.2.10',
  destinationPort: 50000,
  seq: 1000,
  ack: 0,
  ttl: 61,
};
const line = (skb: string, reason: string): string =>
  `  python3-7 [000] b..1. 5.1: tcp_send_reset: skbaddr=${skb} skaddr=0000000000000000 src=198.51.100.20:443 dest=192.0.2.10:50000 state=UNKNOWN reason=${reason}`;
const nothing = { traced: [], injected: [], rejected: { endpoint: 0, path: 0 } };

describe('parseTrace', () => {
  it('tells an answer to a packet from the abort of a socket', () => {
    const [answer, abort] = parseTrace(
      `# tracer: nop\n${line('00000000feedbeef', 'TCP_FLAGS')}\n${line('0000000000000000', 'TCP_STATE')}`,
    );
    expect(answer).toMatchObject({
      source: '198.51.100.20',
      sourcePort: 443,
      answersPacket: true,
      reason: 'TCP_FLAGS',
    });
    expect(abort).toMatchObject({ answersPacket: false, reason: 'TCP_STATE' });
  });

  it('reads IPv6 addresses without their brackets', () => {
    const text = line('00000000feedbeef', 'NO_SOCKET').replace('198.51.100.20', '[2001:db8:4::20]');
    expect(parseTrace(text)[0]).toMatchObject({ source: '2001:db8:4::20', sourcePort: 443 });
  });
});

describe('settle', () => {
  const traced = parseTrace(line('00000000feedbeef', 'NO_SOCKET'));
  const box = { source: '', source_port: 443, destination: '', destination_port: 50000 };
  const injected = { ...box, seq: 1000 + 2 ** 32, ack: 0, ttl: 63 };

  it('believes the kernel', () => {
    const truth = { builder: 'stateless-reply', origin: 'endpoint', kernelReason: 'NO_SOCKET' };
    expect(settle([reset], { ...nothing, traced })).toEqual([truth]);
  });

  it('uses each word of the kernel once', () => {
    const [, second] = settle([reset, { ...reset, time: 1 }], { ...nothing, traced });
    expect(second).toEqual({ builder: 'unknown', origin: 'unknown', kernelReason: null });
  });

  it('gives a packet that is seen at a second hop the truth of the first sight', () => {
    const [first, second] = settle([reset, { ...reset, time: 0.0001, ttl: 60 }], { ...nothing, traced });
    expect(second).toEqual(first);
  });

  it('knows what the middlebox made, even when the kernel reset the same connection', () => {
    const truths = settle([reset, { ...reset, time: 1 }], { ...nothing, traced, injected: [injected] });
    expect(truths.map(({ builder }) => builder)).toEqual(['foreign', 'stateless-reply']);
  });

  it('tells the box from the host by TTL and acknowledgement when the sequence numbers are the same', () => {
    const near = { ...injected, ttl: 128 };
    const acknowledging = { ...injected, ack: 7 };
    for (const other of [near, acknowledging])
      expect(settle([reset], { ...nothing, traced, injected: [other] })[0]?.builder).toBe('stateless-reply');
  });

  it('tells a filter on the host from one on the path, and refuses to guess between them', () => {
    expect(settle([reset], { ...nothing, rejected: { endpoint: 1, path: 0 } })[0]?.origin).toBe('endpoint-firewall');
    expect(settle([reset], { ...nothing, rejected: { endpoint: 0, path: 1 } })[0]?.origin).toBe('middlebox');
    expect(() => settle([reset], { ...nothing, rejected: { endpoint: 1, path: 1 } })).toThrow();
  });
});
