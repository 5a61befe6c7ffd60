import { describe, expect, it } from 'vitest';
import { RST } from '../../src/model/segment.ts';
import { allEvidence, evidenceOf } from '../support/judged.ts';
import { type Scenario, scenario } from '../support/scenario.ts';

const talk = (story: Scenario): Scenario => story.handshake().data('client', 100).data('server', 300).ack('client');

/** Captured between the hosts: no TTL is untouched. */
const between = (): Scenario => scenario().client({ ttl: 61 }).server({ ttl: 59 });

describe('RSTs on both ends of one connection', () => {
  it('within a second belong together, each naming the other', () => {
    const story = talk(between()).wait(300).abort('server').wait(900).abort('client');
    expect(allEvidence(story).map(({ neighbours }) => neighbours.bothEnds)).toEqual([8, 7]);
  });

  it('cannot be seen on one of the hosts', () => {
    const story = talk(scenario()).wait(300).abort('server').wait(900).abort('client');
    expect(allEvidence(story).map(({ neighbours }) => neighbours.bothEnds)).toEqual([null, null]);
  });

  it('do not after more than a second', () => {
    const story = talk(between()).wait(300).abort('server').wait(1001).abort('client');
    expect(allEvidence(story).map(({ neighbours }) => neighbours.bothEnds)).toEqual([null, null]);
  });

  it('of two connections do not belong together', () => {
    const story = talk(scenario());
    talk(story.connection());
    story.use(0).abort('server').use(1).abort('client');
    expect(allEvidence(story).map(({ neighbours }) => neighbours.bothEnds)).toEqual([null, null]);
  });
});

describe('a stepped burst', () => {
  const ahead = (story: Scenario, ...steps: readonly number[]): Scenario => {
    const { nextSeq } = story.numbers('server');
    for (const step of steps) story.send('server', RST, { seq: nextSeq + step, ack: 0, window: 0, options: 0 });
    return story;
  };

  it('is RSTs with rising SEQ that answer no rising ACKs: an injector hedges', () => {
    const story = ahead(talk(scenario()).wait(50).data('client', 50), 0, 1460, 4380);
    expect(allEvidence(story).map(({ neighbours }) => neighbours.steppedBurst)).toEqual(Array(3).fill([8, 9, 10]));
  });

  it('is not the same SEQ again: a stateless host answers each late segment of an upload', () => {
    const story = talk(scenario()).wait(50).data('client', 50).data('client', 50).data('client', 50);
    story.reject('server').reject('server').reject('server');
    expect(allEvidence(story).map(({ neighbours }) => neighbours.steppedBurst)).toEqual([[], [], []]);
  });

  it('is not rising SEQ where each answers an ACK of its own', () => {
    const story = talk(scenario()).wait(50).data('server', 1000).data('server', 1000);
    const { nextSeq } = story.numbers('server');
    story.ack('client', { ack: nextSeq - 1000 }).ack('client', { ack: nextSeq });
    const bare = { ack: 0, window: 0, options: 0, ipId: 0 };
    story.send('server', RST, { seq: nextSeq - 1000, ...bare }).send('server', RST, { seq: nextSeq, ...bare });
    expect(allEvidence(story).map(({ neighbours }) => neighbours.steppedBurst)).toEqual([[], []]);
  });

  it('is not falling SEQ, nor a single RST, nor one spread over more than 100 ms', () => {
    const falling = ahead(talk(scenario()).wait(50).data('client', 50), 1460, 0);
    expect(evidenceOf(falling).neighbours.steppedBurst).toEqual([]);
    const single = ahead(talk(scenario()).wait(50).data('client', 50), 1460);
    expect(evidenceOf(single).neighbours.steppedBurst).toEqual([]);
    const spread = ahead(talk(scenario()).wait(50).data('client', 50), 0).wait(101);
    expect(evidenceOf(ahead(spread, 1460)).neighbours.steppedBurst).toEqual([]);
  });
});

describe('RSTs of one sender in one moment', () => {
  it('are counted, and know the first', () => {
    const story = talk(scenario()).abort('server').wait(100).abort('server').wait(2000).abort('server');
    const all = allEvidence(story).map(({ neighbours }) => neighbours);
    expect(all.map(({ burstIndex }) => burstIndex)).toEqual([0, 1, 0]);
    expect(all.map(({ burstFirst }) => burstFirst)).toEqual([null, 7, null]);
  });

  it('leave the other side’s RSTs out', () => {
    const story = talk(scenario()).abort('client').wait(10).abort('server');
    expect(evidenceOf(story, {}, 1).neighbours).toMatchObject({ burstIndex: 0, burstFirst: null });
  });
});

describe('other connections of the service', () => {
  /** Connections that are rejected after these silences, one after the other. */
  function rejected(...silencesMs: readonly number[]): Scenario {
    const story = scenario();
    silencesMs.forEach((ms, index) => {
      talk(index === 0 ? story : story.connection())
        .wait(ms)
        .data('client', 10)
        .reject('server');
    });
    return story;
  }

  it('are alike with the same shape and trigger', () => {
    const all = allEvidence(rejected(5000, 9000));
    expect(all.map(({ neighbours }) => neighbours.sameService)).toEqual([[16], [8]]);
  });

  it('are not with another shape, another sender or another service', () => {
    const shape = rejected(5000).connection();
    talk(shape).abort('server');
    expect(allEvidence(shape).map(({ neighbours }) => neighbours.sameService)).toEqual([[], []]);
    const service = rejected(5000).connection({}, { port: 8443 });
    talk(service).wait(5000).data('client', 10).reject('server');
    expect(allEvidence(service).map(({ neighbours }) => neighbours.sameService)).toEqual([[], []]);
  });

  it('were reset after the same silence within two percent, at least a second', () => {
    const same = (a: number, b: number): readonly number[] | undefined =>
      allEvidence(rejected(a, b))[1]?.neighbours.sameIdle;
    expect(same(350_000, 356_000)).toEqual([8]);
    expect(same(350_000, 360_000)).toEqual([]);
    expect(same(5000, 5900)).toEqual([8]);
    expect(same(5000, 6200)).toEqual([]);
  });

  it('are not compared by pauses under a second', () => {
    expect(allEvidence(rejected(900, 900))[1]?.neighbours.sameIdle).toEqual([]);
  });

  it('are quoted at most twenty times', () => {
    const many = allEvidence(rejected(...Array<number>(23).fill(3000)));
    expect(many[0]?.neighbours.sameService).toHaveLength(20);
    expect(many[0]?.neighbours.sameIdle).toHaveLength(20);
  });

  it('do not include copies of the same packet', () => {
    const story = talk(scenario()).wait(5000).data('client', 10).reject('server').copy();
    const [first, copy] = allEvidence(story);
    expect(copy?.event.copyOf).toBe(0);
    expect(first?.neighbours).toMatchObject({ sameService: [], steppedBurst: [], burstIndex: 0 });
  });
});

describe('among more RSTs than anybody reads', () => {
  it('a RST is held against those around it', () => {
    const story = scenario();
    for (let n = 0; n < 1500; n++) story.connection().syn().reject('server');
    const evidence = allEvidence(story);
    expect(evidence.map(({ neighbours }) => neighbours.sameService.length)).toEqual(Array(1500).fill(20));
    expect(evidence[0]?.neighbours.sameService[0]).toBe(4);
    expect(evidence[1400]?.neighbours.sameService[0]).toBe(2 * (1400 - 512) + 2);
  });
});
