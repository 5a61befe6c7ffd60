import { describe, expect, it } from 'vitest';
import { fromRule, fromTruth, join } from './known.ts';
import type { WireReset } from './pcap.ts';
import { CLIENT, SERVER } from './topology.ts';
import type { Truth } from './truth.ts';

const reset: WireReset = {
  frame: 7,
  time: 0,
  source: SERVER,
  sourcePort: 443,
  destination: CLIENT,
  destinationPort: 50000,
  seq: 1,
  ack: 0,
  ttl: 61,
};
const fromClient = { ...reset, source: CLIENT, sourcePort: 50000, destination: SERVER, destinationPort: 443 };
const abort: Truth = { builder: 'live-socket', origin: 'endpoint', kernelReason: 'TCP_STATE' };
const reply: Truth = { builder: 'stateless-reply', origin: 'endpoint', kernelReason: 'NO_SOCKET' };
const linger = fromTruth({ ...abort, cause: 'linger-zero', sameTrace: ['admin-kill'], why: '' }, false);
const echo = fromTruth({ ...reply, cause: 'segment-after-reset', sameTrace: [], why: '' }, true);

describe('join', () => {
  it('lets a statement speak for more RSTs of its kind than were written down', () => {
    const { known, wrong } = join([reset, reset, reset], [abort, reply, reply], [linger, echo]);
    expect(known.map((each) => each?.cause)).toEqual(['linger-zero', 'segment-after-reset', 'segment-after-reset']);
    expect(known[0]).toMatchObject({ sameTrace: ['admin-kill'], knowable: false, kernelReason: 'TCP_STATE' });
    expect(wrong).toEqual([]);
  });

  it('reports a RST that nobody wrote about', () => {
    const { known, wrong } = join([reset, reset], [abort, reply], [linger]);
    expect(known[1]).toBeNull();
    expect(wrong).toEqual(['nothing is written about the RST in frame 7: stateless-reply/endpoint/NO_SOCKET']);
  });

  it('does not let a listed truth speak for another connection', () => {
    const other = { ...reset, destinationPort: 50001 };
    expect(join([reset, other], [reply, reply], [echo]).known[1]).toBeNull();
    const anyEcho = fromRule({ cause: 'segment-after-reset', sameTrace: [], why: '' });
    expect(join([reset, other], [reply, reply], [anyEcho]).known[1]).toMatchObject({ cause: 'segment-after-reset' });
  });

  it('does not ask for what may happen or not', () => {
    const maybe = fromRule({ cause: 'segment-after-reset', sameTrace: [], optional: true, why: '' });
    expect(join([reset], [abort], [linger, maybe])).toMatchObject({ wrong: [] });
  });

  it('reports what was written and did not happen, but not that it happened less often', () => {
    expect(join([reset], [abort], [linger, echo]).wrong).toEqual(['no RST of segment-after-reset was recorded']);
    expect(join([reset, reset], [abort, reply], [linger, echo, echo]).wrong).toEqual([]);
  });
});

describe('a rule', () => {
  const rule = { cause: 'port-closed', sameTrace: [], why: '' } as const;

  it('fits by side, builder, reason and port; what it leaves out does not matter', () => {
    expect(fromRule(rule).fits(reset, abort)).toBe(true);
    expect(fromRule({ ...rule, from: 'client' }).fits(reset, reply)).toBe(false);
    expect(fromRule({ ...rule, from: 'client' }).fits(fromClient, reply)).toBe(true);
    expect(fromRule({ ...rule, builder: 'live-socket' }).fits(reset, reply)).toBe(false);
    expect(fromRule({ ...rule, kernelReason: 'NO_SOCKET' }).fits(reset, reply)).toBe(true);
    expect(fromRule({ ...rule, port: 8443 }).fits(reset, reply)).toBe(false);
    expect(fromRule({ ...rule, port: 443 }).fits(fromClient, reply)).toBe(true);
  });

  it('is about something that can be known when no other cause leaves the same trace', () => {
    expect(fromRule(rule).knowable).toBe(true);
    expect(fromRule({ ...rule, sameTrace: ['host-firewall-reject'] }).knowable).toBe(false);
  });
});
