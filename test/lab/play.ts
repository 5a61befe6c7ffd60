/** Plays one scenario on a fresh network and tells what really happened. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Actor } from './actor.ts';
import { listResets } from './pcap.ts';
import { Program } from './program.ts';
import { Recorder } from './recorder.ts';
import { Relay } from './relay.ts';
import { type Rewrite, readFrames, writeFrames } from './rewrite.ts';
import { CAPTURE_POINTS, type SampleSpec, type Scenario, type Stage } from './scenario.ts';
import * as topology from './topology.ts';
import type { ResetTrace } from './trace.ts';
import { type Sources, settle, type Truth } from './truth.ts';

/** Packets still on the slow path, and the last ones on their way to the file. */
const SETTLE_SECONDS = 0.3;
/** A scenario that is not over by then has gone wrong; its programs are ended, and what waits for them fails. */
const LIMIT_SECONDS = 60;

/** One recorded capture and the truth of each RST in it. */
export interface Take {
  readonly sample: string;
  readonly spec: SampleSpec;
  readonly file: string;
  readonly truths: readonly Truth[];
}

const pause = (seconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** RSTs that the reject rules of a host have made, as their counters say. */
function countRejected(host: topology.Host): number {
  const rules = topology.runIn(host, 'nft', ['list', 'ruleset']);
  let packets = 0;
  for (const match of rules.matchAll(/counter packets (\d+) bytes \d+ reject with tcp reset/g))
    packets += Number(match[1]);
  return packets;
}

function certificate(folder: string): string {
  const file = join(folder, 'certificate.pem');
  const subject = ['-subj', '/CN=server.example', '-days', '1'];
  topology.run('openssl', [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    ...subject,
    '-keyout',
    file,
    '-out',
    `${file}.crt`,
  ]);
  topology.run('sh', ['-c', `cat ${file}.crt >> ${file}`]);
  return file;
}

/** Rewrites a recording in place; each frame keeps the truth of the one it was made of. */
function rewritten(file: string, truths: readonly Truth[], rewrite: Rewrite): Truth[] {
  const recording = readFileSync(file);
  const truthOf = new Map(listResets(recording).map(({ frame }, index) => [frame, truths[index]]));
  const frames = rewrite(readFrames(recording));
  writeFileSync(file, writeFrames(recording, frames));
  return frames.flatMap(({ from }) => truthOf.get(from) ?? []);
}

/** Starts and ends the programs and recordings of one scenario. */
class Crew {
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

  async record(late: boolean): Promise<void> {
    for (const [id, { at, point, late: wanted = false }] of this.#samples) {
      if (wanted === late)
        this.#recorders.push(await Recorder.start({ ...CAPTURE_POINTS[at], ...point }, this.file(id)));
    }
  }

  stage(): Stage {
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
        topology.replaceServer();
        return actor('server');
      },
      certificate: () => certificate(this.#folder),
      startLateRecordings: () => this.record(true),
      pause,
    };
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

/** Builds the network, plays, records, and takes everything down again. */
export async function play(scenario: Scenario, folder: string, trace: ResetTrace): Promise<Take[]> {
  mkdirSync(folder, { recursive: true });
  topology.build();
  const crew = new Crew(folder, scenario);
  const limit = setTimeout(() => void crew.dismiss(), LIMIT_SECONDS * 1000);
  try {
    await crew.record(false);
    trace.clear();
    await scenario.play(crew.stage());
    await pause(SETTLE_SECONDS);
    await crew.stopRecording();
    const sources: Sources = { traced: trace.read(), ...(await crew.boxes()) };
    return Object.entries(scenario.samples).map(([sample, spec]) => {
      const file = crew.file(sample);
      const truths = settle(listResets(readFileSync(file)), sources);
      return { sample, spec, file, truths: spec.rewrite ? rewritten(file, truths, spec.rewrite) : truths };
    });
  } finally {
    clearTimeout(limit);
    await crew.dismiss();
    topology.remove();
  }
}
