import { describe, expect, it } from 'vitest';
import { RST } from '../../src/model/segment.ts';
import type { Finding, Verdict } from '../../src/model/verdict.ts';
import { hashOf } from '../../src/verdict/fingerprint.ts';
import { judge } from '../support/judged.ts';
import { type Host, type Scenario, scenario } from '../support/scenario.ts';

const talk = (story: Scenario): Scenario => story.handshake().data('client', 100).data('server', 300).ack('client');
const lost = (story: Scenario): Scenario => talk(story).wait(3000).data('client', 10).reject('server').wait(500);

interface Told {
  readonly findings: readonly Finding[];
  readonly verdicts: readonly Verdict[];
}
const causesOf = ({ verdicts }: Told): string[] => verdicts.map(({ cause }) => cause);
const groups = ({ findings }: Told): (readonly string[])[] => findings.map(({ resets }) => resets);

describe('findings', () => {
  it('put RSTs of one cause and one service together', () => {
    const story = lost(scenario());
    const told = judge(lost(story.connection()));
    expect(new Set(causesOf(told)).size).toBe(1);
    expect(groups(told)).toEqual([['r1', 'r2']]);
    expect(told.findings[0]).toMatchObject({ connections: 2, service: '198.51.100.20:443', id: 'f1' });
  });

  it('keep services apart', () => {
    const story = lost(scenario());
    const told = judge(lost(story.connection({}, { port: 8443 })));
    expect(groups(told)).toEqual([['r1'], ['r2']]);
    expect(told.findings.map(({ service }) => service)).toEqual(['198.51.100.20:443', '198.51.100.20:8443']);
  });

  it('keep apart what is undetermined for different reasons', () => {
    const odd = (story: Scenario): Scenario => story.abort('server', { seq: story.numbers('server').nextSeq + 1460 });
    const story = odd(talk(scenario()));
    odd(talk(story.connection()).fin('server'));
    const told = judge(odd(talk(story.connection())));
    expect(new Set(causesOf(told))).toEqual(new Set(['undetermined']));
    expect(groups(told)).toEqual([['r1', 'r3'], ['r2']]);
  });

  it('give every RST the id of the finding that lists it', () => {
    const story = talk(scenario()).wait(100).abort('server').connection().syn().reject('server');
    const { findings, verdicts } = judge(story);
    for (const { id, finding } of verdicts) {
      expect(findings.find((other) => other.id === finding)?.resets).toContain(id);
    }
    expect(findings.flatMap(({ resets }) => resets)).toHaveLength(verdicts.length);
  });

  it('take an echo into the finding of the RST that it follows', () => {
    const story = talk(scenario()).wait(100).abort('server').data('client', 40).reject('server');
    const told = judge(story);
    expect(causesOf(told)[1]).toBe('segment-after-reset');
    expect(groups(told)).toEqual([['r1', 'r2']]);
    expect(told.findings[0]).toMatchObject({ cause: causesOf(told)[0], connections: 1, impact: 'disruptive' });
  });

  it('let an echo of another connection stay with its own', () => {
    const story = talk(scenario()).wait(100).abort('server');
    lost(story.connection());
    story.use(0).data('client', 40).reject('server');
    const told = judge(story);
    expect(causesOf(told)[2]).toBe('segment-after-reset');
    expect(told.verdicts[2]?.finding).toBe(told.verdicts[0]?.finding);
    expect(told.verdicts[1]?.finding).not.toBe(told.verdicts[0]?.finding);
  });

  it('count a copy nowhere, but list it with its original', () => {
    const story = talk(scenario()).wait(100).abort('server').copy();
    const told = judge(story);
    expect(told.verdicts[1]?.sameAs).toBe('r1');
    expect(groups(told)).toEqual([['r1', 'r2']]);
    expect(told.findings[0]?.connections).toBe(1);
  });

  it('do not let a copy decide how sure or how harmful the finding is', () => {
    const original = judge(talk(scenario()).wait(100).abort('server')).findings[0];
    const copied = judge(talk(scenario()).wait(100).abort('server').copy({ ttl: 40 })).findings[0];
    expect(copied).toMatchObject({ confidence: original?.confidence, impact: original?.impact });
  });

  it('are as sure as their least sure RST', () => {
    const { findings, verdicts } = judge(lost(lost(scenario()).connection()).connection().handshake());
    const order = ['proven', 'likely', 'possible', 'undetermined'];
    const lowest = Math.max(...verdicts.map(({ confidence }) => order.indexOf(confidence)));
    expect(findings).toHaveLength(1);
    expect(findings[0]?.confidence).toBe(order[lowest]);
  });

  it('begin with what disrupts, then with what hits most connections, then with what came first', () => {
    const story = scenario().synAck({ ack: 77 }).reject('client').wait(500);
    lost(story.connection({}, { port: 1 }));
    lost(story.connection({}, { port: 2 }));
    lost(story.connection({}, { port: 2 }));
    const { findings } = judge(story);
    expect(findings.map(({ service }) => service.split(':')[1])).toEqual(['2', '1', '443']);
    expect(findings.map(({ id }) => id)).toEqual(['f1', 'f2', 'f3']);
    const equal = lost(scenario().server({ port: 9 }));
    lost(equal.connection({}, { port: 8 }));
    expect(judge(equal).findings.map(({ service }) => service.split(':')[1])).toEqual(['9', '8']);
  });

  it('span the time of all their RSTs', () => {
    const story = lost(lost(scenario()).connection());
    const times = story.segments.filter(({ flags }) => (flags & 4) !== 0).map(({ timeUs }) => timeUs);
    expect(judge(story).findings[0]).toMatchObject({ firstUs: times[0], lastUs: times[1] });
  });
});

describe('RSTs of one event', () => {
  const atServer = (): Scenario => talk(scenario().server({ ttl: 64, rttMs: 0.1 }).client({ ttl: 50, rttMs: 30 }));

  it('are one finding when a merged frame drew one RST for each of its segments', () => {
    const story = atServer().wait(9000).data('client', 4380).reject('server').reject('server').reject('server');
    const told = judge(story);
    expect(causesOf(told).slice(1)).toEqual(['segment-after-reset', 'segment-after-reset']);
    expect(told.verdicts.slice(1).every(({ confidence }) => confidence !== 'proven')).toBe(true);
    expect(groups(told)).toEqual([['r1', 'r2', 'r3']]);
  });

  it('are one finding when the segments that later ones answer are missing', () => {
    const told = judge(atServer().wait(9000).data('client', 900).reject('server').reject('server').reject('server'));
    expect(groups(told)).toEqual([['r1', 'r2', 'r3']]);
    expect(told.verdicts.map(({ follows }) => follows)).toEqual([null, 'r1', 'r1']);
    expect(told.findings[0]).toMatchObject({ cause: causesOf(told)[0], confidence: told.verdicts[0]?.confidence });
  });

  it('are not one event a moment later: the same number may then answer something else', () => {
    const story = atServer().wait(9000).data('client', 900).reject('server').wait(1500);
    const bare = { ack: 0, window: 0, options: 0, tsValue: -1, ipId: 0 };
    const told = judge(story.send('server', RST, bare));
    expect(told.verdicts[1]?.follows).toBeNull();
  });

  it('to both ends at once are one finding, told by the first', () => {
    const story = talk(scenario().client({ ttl: 61 }).server({ ttl: 59 })).wait(350_000);
    const told = judge(story.abort('server', { ttl: 63 }).wait(1).abort('client', { ttl: 63 }));
    expect(new Set(causesOf(told)).size).toBe(1);
    expect(groups(told)).toEqual([['r1', 'r2']]);
    expect(told.verdicts[1]?.follows).toBe('r1');
  });

  it('of other connections are events of their own', () => {
    const story = lost(scenario());
    const told = judge(lost(story.connection()));
    expect(told.verdicts.map(({ follows }) => follows)).toEqual([null, null]);
  });
});

describe('the fingerprint of a finding', () => {
  const printOf = (server: Partial<Host> = {}, client: Partial<Host> = {}): string =>
    judge(lost(scenario().server(server).client(client))).findings[0]?.fingerprint ?? '';

  it('is 16 hexadecimal digits that stay the same in every version', () => {
    expect(hashOf(['port-closed', '192.0.2.7:443', 'server', 'stateless-reply'])).toBe('93550027bdddd8e7');
    expect(printOf()).toMatch(/^[0-9a-f]{16}$/);
  });

  it('does not depend on the client, the numbers or the time', () => {
    expect(printOf({ isn: 5 }, { address: '192.0.2.99', port: 50_000, isn: 6 })).toBe(printOf());
  });

  it('depends on the service', () => {
    expect(printOf({ port: 80 })).not.toBe(printOf());
    expect(printOf({ address: '198.51.100.21' })).not.toBe(printOf());
  });

  it('of a scan depends on who scans whom, not on the port that is listed first', () => {
    const scan = (ports: readonly number[], address?: string): Finding | undefined => {
      const story = scenario().client(address === undefined ? {} : { address });
      for (const [index, port] of ports.entries()) {
        (index === 0 ? story.server({ port }) : story.connection({}, { port })).syn().reject('server');
      }
      return judge(story).findings[0];
    };
    const ports = Array.from({ length: 30 }, (_, index) => 100 + index);
    const found = scan(ports);
    expect(found?.cause).toBe('port-scan');
    expect(scan([...ports].reverse())?.fingerprint).toBe(found?.fingerprint);
    expect(scan(ports, '192.0.2.99')?.fingerprint).not.toBe(found?.fingerprint);
  });

  it('keeps apart what findings keep apart', () => {
    const odd = (story: Scenario): Scenario => story.abort('server', { seq: story.numbers('server').nextSeq + 1460 });
    const story = odd(talk(scenario()));
    const { findings } = judge(odd(talk(story.connection()).fin('server')));
    expect(new Set(findings.map(({ cause }) => cause))).toEqual(new Set(['undetermined']));
    expect(new Set(findings.map((each) => each.fingerprint)).size).toBe(findings.length);
  });

  it('keeps its parts apart', () => {
    expect(hashOf(['ab', 'c'])).not.toBe(hashOf(['a', 'bc']));
  });
});
