import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { nextCaptures } from '../../src/model/next-captures.ts';
import { commandNames } from '../../src/narrative/command.ts';
import { verdictOf } from '../support/judged.ts';
import { common, reference } from '../support/locales.ts';
import { type Scenario, scenario } from '../support/scenario.ts';

const talk = (): Scenario => scenario().handshake().data('client', 100).data('server', 300).ack('client');
const atServer = { vantage: 'server' } as const;

describe('what to observe next', () => {
  it('is the kernel’s own reason where everything that is left happened on the host', () => {
    const aborted = verdictOf(talk().wait(50).data('client', 9).abort('server'), atServer);
    expect(aborted.tied.length).toBeGreaterThan(0);
    expect(aborted.next).toBe('tracepointSender');
    const lost = verdictOf(talk().wait(50).data('client', 9).reject('server'), atServer);
    expect(lost.tied).toContain('host-firewall-reject');
    expect(lost.next).toBe('tracepointSender');
  });

  it('is both sides of the path where the path may be the reason', () => {
    const lost = verdictOf(talk().wait(50).data('client', 9).reject('server'), { vantage: 'client' });
    expect(lost.tied).toContain('nat-rebind');
    expect(lost.next).toBe('natBothSides');
  });

  it('is not the tracepoint of a host that has none', () => {
    const windows = scenario().server({ ttl: 128 }).handshake().data('client', 100).data('server', 300).ack('client');
    const verdict = verdictOf(windows.wait(50).data('client', 9).reject('server'), atServer);
    expect(verdict.stack).toBe('windows');
    expect(verdict.next).not.toBe('tracepointSender');
  });

  it('is nothing where the verdict is proven', () => {
    const late = talk().wait(50).fin('server').ack('client').wait(500).data('client', 9).reject('server');
    expect(verdictOf(late)).toMatchObject({ confidence: 'proven', next: null });
  });

  it('takes ten minutes, or three times the silence in which it may come again', () => {
    const watched = (ms: number): number => verdictOf(talk().wait(ms).data('client', 9).reject('server')).watchSeconds;
    expect([watched(50), watched(350_000), watched(90_000_000)]).toEqual([600, 1200, 86_400]);
  });
});

/** A command with all its names filled in. */
function filled(key: string): string {
  const command = common(reference).get(`nextCaptures.${key}.command`) ?? '';
  return command.replace(/\{(\w+)\}/g, (whole, name: string) => {
    if (!(commandNames as readonly string[]).includes(name)) return whole;
    return name.endsWith('Address') ? '2001:db8::7' : '443';
  });
}

const captures = nextCaptures.filter((key) => filled(key).includes('tcpdump'));
const tcpdump = spawnSync('tcpdump', ['--version']).status === 0;

describe('the commands', () => {
  it('end by themselves and never fill a disk', () => {
    expect(captures.length).toBeGreaterThan(4);
    for (const key of captures) expect(filled(key), key).toMatch(/^timeout 443 tcpdump .* -C \d+ -W \d+ /);
  });

  it('leave no name unfilled', () => {
    for (const key of nextCaptures) expect(filled(key), key).not.toMatch(/\{\w+\}/);
  });

  it.skipIf(!tcpdump).each(captures)('of %s has a filter that compiles for IPv6', (key) => {
    const filter = /'([^']*)'/.exec(filled(key))?.[1] ?? '';
    const { status, stderr } = spawnSync('tcpdump', ['-d', '-y', 'EN10MB', filter], { encoding: 'utf8' });
    expect(status, stderr).toBe(0);
  });
});
