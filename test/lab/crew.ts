import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Actor } from './actor.ts';
import { certificate } from './certificate.ts';
import { halves } from './chance.ts';
import { Program } from './program.ts';
import { Recorder } from './recorder.ts';
import { Relay, USUAL_HALVES } from './relay.ts';
import { CAPTURE_POINTS, type SampleSpec, type Scenario, type Stage, VANTAGES } from './scenario.ts';
import { isUsual, type Take, takeOf } from './take.ts';
import * as topology from './topology.ts';
import type { Sources } from './truth.ts';

/** RSTs that the reject rules of a host have made, as their counters say. */
function countRejected(host: topology.Host): number {
  const rules = topology.runIn(host, 'nft', ['list', 'ruleset']);
  let packets = 0;
  for (const match of rules.matchAll(/counter packets (\d+) bytes \d+ reject with tcp reset/g))
    packets += Number(match[1]);
  return packets;
}

/** How long both hosts may take to acknowledge what is on its way, and how often they are asked. */
const ACKNOWLEDGED_WITHIN_MS = 3000;
const ASKED_EVERY_MS = 50;

/** Waits until all data is acknowledged: a segment still on its way would meet a machine that knows nothing of it, and be reset. */
async function settled(): Promise<void> {
  const travelling = (host: topology.Host): boolean => / unacked:/.test(topology.runIn(host, 'ss', ['-tinH']));
  for (let waited = 0; waited < ACKNOWLEDGED_WITHIN_MS; waited += ASKED_EVERY_MS) {
    if (!travelling('client') && !travelling('server')) return;
    await sleep(ASKED_EVERY_MS);
  }
  throw new Error('data stays unacknowledged');
}

/** Starts and ends the programs and recordings of one scenario. */
export class Crew {
  readonly #actors: Actor[] = [];
  readonly #programs: Program[] = [];
  readonly #recorders: Recorder[] = [];
  readonly #path: Relay;
  readonly #folder: string;
  readonly #samples: readonly (readonly [id: string, spec: SampleSpec])[];

  constructor(folder: string, scenario: Scenario) {
    this.#folder = folder;
    this.#samples = Object.entries(scenario.samples);
    this.#path = new Relay(['access', 'wan0'], ['core', 'isp0']);
  }

  file(id: string): string {
    return join(this.#folder, `${id}.pcap`);
  }

  /** Starts the usual recordings and those with a point of their own; or the late ones. */
  async record(late: boolean): Promise<void> {
    const own = this.#samples.filter(([, { point, late: wanted = false }]) =>
      wanted ? late : !late && point !== undefined,
    );
    const wanted = own.map(([id, { at, point }]) => ({ id, at, point }));
    const usual = late ? [] : VANTAGES.map((at) => ({ id: at, at, point: undefined }));
    const started = [...usual, ...wanted].map(({ id, at, point }) =>
      Recorder.start({ ...CAPTURE_POINTS[at], ...point }, this.file(id)),
    );
    this.#recorders.push(...(await Promise.all(started)));
  }

  /** Every capture, each with its truth: samples first, then the vantages of which no sample is kept. */
  takes(sources: Sources): Take[] {
    const samples = this.#samples.map(([id, spec]): Take => {
      if (spec.point === undefined && spec.late !== true) copyFileSync(this.file(spec.at), this.file(id));
      return takeOf(this.file(id), { id, at: spec.at, spec }, sources);
    });
    const kept = this.#samples.flatMap(([, spec]) => (isUsual(spec) ? spec.at : []));
    const others = VANTAGES.filter((at) => !kept.includes(at));
    return [...samples, ...others.map((at) => takeOf(this.file(at), { id: at, at }, sources))];
  }

  stage(longer: number): Stage {
    const actor = (host: topology.Host): Actor => {
      const started = new Actor(host);
      this.#actors.push(started);
      return started;
    };
    return {
      client: actor('client'),
      server: actor('server'),
      path: this.#path,
      actor,
      run: (host, program, ...args) => topology.runIn(host, program, args),
      start: (host, program, ...args) => {
        const started = new Program(host, program, args);
        this.#programs.push(started);
        return started;
      },
      file: (name, text) => {
        const path = join(this.#folder, name);
        writeFileSync(path, text);
        return path;
      },
      nft: (host, rules) => void topology.runIn(host, 'nft', ['-f', '-'], rules),
      restartServer: async () => {
        await settled();
        topology.replaceServer();
        return actor('server');
      },
      failOver: async () => {
        await settled();
        topology.failOver();
        return actor('server');
      },
      addStandby: async () => {
        topology.addStandby();
        return actor('standby');
      },
      addTwin: async () => {
        topology.addTwin();
        return actor('twin');
      },
      plugInTwin: () => topology.plugInTwin(),
      routeTo: (machine) => topology.routeTo(machine),
      certificate: () => certificate(this.#folder),
      startLateRecordings: () => this.record(true),
      pause: (seconds) => sleep(seconds * 1000 * longer),
    };
  }

  /** Sets the delays of the path; its idle timers run slower by the same factor as the pauses of the scenario. */
  async slow(longer: number): Promise<void> {
    this.#path.longer = longer;
    await this.#path.delay(halves(USUAL_HALVES));
  }

  async stopRecording(): Promise<void> {
    for (const recorder of this.#recorders.splice(0)) await recorder.stop();
  }

  /** What the boxes say they made; asked before they end. */
  async boxes(): Promise<Omit<Sources, 'traced'>> {
    const path = countRejected('access') + countRejected('core') + countRejected('gate');
    return {
      injected: await this.#path.log(),
      rejected: { endpoint: countRejected('server') + countRejected('client'), path },
    };
  }

  async dismiss(): Promise<void> {
    for (const recorder of this.#recorders.splice(0)) await recorder.stop().catch(() => {});
    for (const program of [...this.#programs, ...this.#actors]) await program.kill();
    await this.#path.kill();
  }
}
