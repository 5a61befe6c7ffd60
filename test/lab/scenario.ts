import type { CauseId } from '../../src/model/cause-ids.ts';
import type { Actor } from './actor.ts';
import type { Program } from './program.ts';
import type { CapturePoint } from './recorder.ts';
import type { Relay } from './relay.ts';
import type { Rewrite } from './rewrite.ts';
import type { Host } from './topology.ts';
import type { Truth } from './truth.ts';

/** Where a sample was taken: at the client's own device, between, or on the cable of the server. */
export type Vantage = 'client' | 'middle' | 'server';

export const VANTAGES: readonly Vantage[] = ['client', 'middle', 'server'];

/** The usual capture point of each vantage. */
export const CAPTURE_POINTS: Readonly<Record<Vantage, CapturePoint>> = {
  client: { host: 'client', device: 'eth0' },
  middle: { host: 'core', device: 'east0' },
  server: { host: 'gate', device: 'srv0' },
};

/** What truly happened with one RST, and what may be said of it at this vantage: argued before anyone looks at a verdict. */
export interface WrittenTruth extends Truth {
  readonly cause: CauseId;
  /** Other causes that leave the same trace at this vantage. */
  readonly sameTrace: readonly CauseId[];
  /** The argument. */
  readonly why: string;
}

/** What is true of the RSTs that it fits; what it does not name does not matter. */
export interface ResetRule extends Pick<WrittenTruth, 'cause' | 'sameTrace' | 'why'> {
  /** The vantages it holds for; all when absent. */
  readonly at?: readonly Vantage[];
  /** The side that the RST names as its sender. */
  readonly from?: 'client' | 'server';
  readonly builder?: Truth['builder'];
  readonly kernelReason?: Truth['kernelReason'];
  /** It may happen, or not. */
  readonly optional?: true;
  /** The server's port, as it is in the scenario (see chance.ts). */
  readonly port?: number;
}

/** What a sample of the same scenario says holds at other vantages, too: the packets tell the same there. */
export interface AsInSample {
  readonly at?: readonly Vantage[];
  readonly sample: string;
  readonly why: string;
}

/** One capture that a scenario yields: `samples/<id>/capture.pcap` where it is kept as a sample. */
export interface SampleSpec {
  readonly at: Vantage;
  /** Departures from the usual capture point of the vantage. */
  readonly point?: Partial<CapturePoint>;
  /** Recording starts when the scenario calls {@link Stage.startLateRecordings}. */
  readonly late?: boolean;
  /** Turns the recording into what another capture point would have seen of the same packets. */
  readonly rewrite?: Rewrite;
  /** Every RST of the capture in order, where no sample keeps them; empty: there is none. */
  readonly resets?: readonly WrittenTruth[];
}

/** What a scenario plays with. */
export interface Stage {
  readonly client: Actor;
  readonly server: Actor;
  /** The slow link and its middlebox. */
  readonly path: Relay;
  /** Starts one more program on a host. */
  actor(host: Host): Actor;
  /** Runs a program in a host to its end and returns what it printed. */
  run(host: Host, program: string, ...args: string[]): string;
  /** Starts a program that goes on running until the scenario ends. */
  start(host: Host, program: string, ...args: string[]): Program;
  /** Writes a file, such as a program's configuration, and returns its path. */
  file(name: string, text: string): string;
  /** Loads nftables rules into a host; its own reject counters decide later whether a RST came from there. */
  nft(host: Host, rules: string): void;
  /** Replaces the server by a machine that knows no connection, and returns a program on it. */
  restartServer(): Promise<Actor>;
  /** The same, but the new machine has another network card: a standby that takes over. */
  failOver(): Promise<Actor>;
  /** Adds a second machine with the server's address behind gate, and returns a program on it. */
  addStandby(): Promise<Actor>;
  /** Makes a machine that has the server's address by mistake, and returns a program on it; it is not on the network yet. */
  addTwin(): Promise<Actor>;
  /** Puts that machine on the server's own link. */
  plugInTwin(): void;
  /** Makes gate send packets for the server to this machine. */
  routeTo(machine: 'server' | 'standby'): void;
  /** A self-signed certificate with its key, in one file. */
  certificate(): string;
  startLateRecordings(): Promise<void>;
  /** Waits so long, or up to a quarter longer when a seed says so. */
  pause(seconds: number): Promise<void>;
}

/** One thing that happens on the network, and where it is recorded. */
export interface Scenario {
  /** Sample folders that this scenario fills. */
  readonly samples: Readonly<Record<string, SampleSpec>>;
  /**
   * Three captures are taken of every scenario: at the client, in the middle, at the server. This is the truth of those that
   * are no sample: each RST takes the first rule that fits and was not taken yet, then the last that fits.
   */
  readonly elsewhere?: readonly (ResetRule | AsInSample)[];
  /** Something that a hasty reader takes for a reset, or for a guilty one: nobody may be blamed. */
  readonly control?: true;
  /** Pauses are as long as written, whatever the seed says: something else measures time here. */
  readonly exactTiming?: true;
  /** Changes a setting that the whole machine shares: plays when no other scenario does. */
  readonly alone?: true;
  play(stage: Stage): Promise<void>;
}
