/**
 * Cases in which the obvious reading of a RST is wrong. Each is a sample whose obvious answers are listed as wrong, and shows here
 * the fact that the obvious reading overlooks.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { analyze, type Verdict } from '../src/index.ts';
import type { CauseId } from '../src/model/cause-ids.ts';

interface HardCase {
  readonly title: string;
  readonly sample: string;
  /** What a hasty reader says. */
  readonly naive: readonly CauseId[];
  /** What is so instead. */
  readonly holds: (verdicts: readonly Verdict[]) => boolean;
}

const first = ([verdict]: readonly Verdict[]): Verdict => {
  if (verdict === undefined) throw new Error('the capture holds no RST');
  return verdict;
};
const is =
  (facts: Partial<Pick<Verdict, 'cause' | 'confidence' | 'impact' | 'phase'>>): HardCase['holds'] =>
  (verdicts) =>
    Object.entries(facts).every(([name, value]) => first(verdicts)[name as keyof typeof facts] === value);

const CASES: readonly HardCase[] = [
  {
    title: 'a plain RST without time stamps, with window 0 and IP id 0, is what the host itself sends',
    sample: 'state-lost-listener-up',
    naive: ['on-path-injection', 'path-firewall-reject'],
    holds: (verdicts) => first(verdicts).builder.value === 'stateless-reply',
  },
  {
    title: 'a device under a new address has no connection whose numbers could mismatch',
    sample: 'nat-rebind-new-address',
    naive: ['seq-rewrite-or-asymmetric', 'state-lost-listener-up'],
    holds: is({ cause: 'nat-rebind', confidence: 'proven' }),
  },
  {
    title: 'a RST with ACK does not show that there was a connection',
    sample: 'port-closed-syn-refused',
    naive: ['linger-zero', 'close-with-unread-data'],
    holds: is({ cause: 'port-closed', phase: 'handshake' }),
  },
  {
    title: 'a rule on the host resets a connection whose socket knows nothing of it',
    sample: 'host-firewall-reject-dscp',
    naive: ['state-lost-no-listener', 'on-path-injection'],
    holds: (verdicts) => first(verdicts).origin.value === 'endpoint-firewall',
  },
  {
    title: 'a request that crosses the FIN of an idle connection is nobody’s failure',
    sample: 'request-races-close',
    naive: ['state-lost-listener-up', 'close-with-unread-data'],
    holds: is({ cause: 'late-data-after-close' }),
  },
  {
    title: 'a client that does not wait for the last TLS message has lost nothing',
    sample: 'close-notify-race',
    naive: ['client-abort', 'on-path-injection'],
    holds: is({ cause: 'close-notify-race', impact: 'benign' }),
  },
  {
    title: 'kill -9 sends a FIN when nothing is unread; the RST comes later, for other data',
    sample: 'late-data-after-kill',
    naive: ['process-killed', 'close-with-unread-data'],
    holds: is({ cause: 'late-data-after-close' }),
  },
  {
    title: 'a client may be connected to a server that never was',
    sample: 'handshake-incomplete-on-server',
    naive: ['state-lost-listener-up', 'accept-overflow-abort'],
    holds: is({ cause: 'handshake-incomplete-on-server' }),
  },
  {
    title: 'a client that rejects a challenge ACK is right to do so, and connects at once',
    sample: 'synsent-bad-ack-port-reuse',
    naive: ['client-abort', 'blind-rst-attack'],
    holds: is({ cause: 'synsent-bad-ack', impact: 'benign' }),
  },
  {
    title: 'a balancer that answers faster than the server, after a silence, is no attacker',
    sample: 'middlebox-idle-rst-on-next-packet',
    naive: ['on-path-injection', 'state-lost-listener-up'],
    holds: (verdicts) => [first(verdicts).cause, ...first(verdicts).tied].includes('middlebox-idle-timeout-rst'),
  },
  {
    title: 'a packet that a NAT passed on untranslated is not one translated anew',
    sample: 'conntrack-leak',
    naive: ['nat-rebind', 'state-lost-listener-up'],
    holds: is({ cause: 'conntrack-leak' }),
  },
  {
    title: 'one packet before and after a NAT is neither two RSTs nor a new address',
    sample: 'nat-seen-on-both-sides',
    naive: ['nat-rebind', 'segment-after-reset'],
    holds: ([one, two]) => two?.sameAs === one?.id,
  },
  {
    title: 'where one direction is missing, a RST only seems to come out of nothing',
    sample: 'one-sided-capture',
    naive: ['linger-zero', 'on-path-injection'],
    holds: (verdicts) => first(verdicts).blind.some(({ key }) => key === 'oneSided'),
  },
  {
    title: 'another TTL than that of the data is the host’s default beside the socket’s own',
    sample: 'socket-ttl-differs-from-rst',
    naive: ['on-path-injection', 'path-firewall-reject'],
    holds: (verdicts) => first(verdicts).origin.value === 'endpoint',
  },
  {
    title: 'after a closed window, the jump of the window tells a close with unread data …',
    sample: 'close-with-unread-data-large',
    naive: ['admin-kill', 'linger-zero'],
    holds: (verdicts) => first(verdicts).cause === 'close-with-unread-data',
  },
  {
    title: '… from an administrator, who leaves the queue as it is',
    sample: 'window-closed-admin-kill',
    naive: ['close-with-unread-data', 'linger-zero'],
    holds: (verdicts) => [first(verdicts).cause, ...first(verdicts).tied].includes('admin-kill'),
  },
  {
    title: 'a FIN and a RST at once, by a kernel short of memory, are no decision of a program',
    sample: 'orphan-limit',
    naive: ['client-abort'],
    holds: (verdicts) => [first(verdicts).cause, ...first(verdicts).tied].includes('orphan-or-memory-limit'),
  },
];

describe.each(CASES)('$title', ({ sample, naive, holds }) => {
  it('is kept as a sample that lists the obvious answers as wrong', () => {
    const { resets } = JSON.parse(readFileSync(`samples/${sample}/sample.json`, 'utf8')) as {
      resets: { not: string[] }[];
    };
    expect(resets.flatMap(({ not }) => not)).toEqual(expect.arrayContaining([...naive]));
  });

  it('is told as it is', async () => {
    const { verdicts } = await analyze(`samples/${sample}/capture.pcap`);
    for (const { cause, tied } of verdicts.slice(0, 1)) {
      for (const wrong of naive) expect([cause, ...tied]).not.toContain(wrong);
    }
    expect(holds(verdicts)).toBe(true);
  });
});
