/** Plays scenarios side by side, each player in namespaces of its own. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { SEED_VARIABLE, SLOT_VARIABLE, SLOTS } from './chance.ts';
import type { Order, Result } from './order.ts';

const LAB = fileURLToPath(new URL('lab.ts', import.meta.url));
/** Private namespaces: when the first process in them ends, the kernel ends the others and drops every mount and link. */
export const NAMESPACES = ['--mount', '--net', '--pid', '--fork'];
/** Labs of one slot use the same addresses, which the kernel's trace cannot tell apart: one at a time. Without a seed there is one slot. */
const LOCK = '/tmp/whyrst-lab.lock';

/** Slots that nobody on this machine uses at the moment, as far as there are any. */
function freeSlots(count: number): number[] {
  const all = Array.from({ length: SLOTS }, (_, slot) => slot);
  const free = all.filter((slot) => spawnSync('flock', ['-n', `${LOCK}.${slot}`, 'true']).status === 0);
  return [...free, ...all.filter((slot) => !free.includes(slot))].slice(0, count);
}

/** One process that plays scenarios (lab.ts). It leaves, and tidies up, when its input ends: also when this process is killed. */
class Player {
  readonly #child: ChildProcess;
  readonly #gone: Promise<void>;
  #done: ((result: Result) => void) | undefined;
  #playing: Order | undefined;

  constructor(seed: number | undefined, slot: number) {
    const command = ['unshare', ...NAMESPACES, process.execPath, '--import', 'tsx', LAB];
    const args = [seed === undefined ? LOCK : `${LOCK}.${slot}`, ...command];
    const chance = seed === undefined ? {} : { [SEED_VARIABLE]: String(seed), [SLOT_VARIABLE]: String(slot) };
    this.#child = spawn('flock', args, { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...chance } });
    const { stdin, stdout } = this.#child;
    if (stdin === null || stdout === null) throw new Error('a player needs its pipes');
    stdin.on('error', () => {}); // A killed player is reported by the exit handler below.
    createInterface(stdout).on('line', (line) => this.#settle(JSON.parse(line) as Result));
    this.#gone = new Promise((resolve) => {
      this.#child.once('exit', () => {
        this.#settle({
          scenario: this.#playing?.scenario ?? '',
          control: false,
          rows: [],
          captures: 0,
          unwritten: [],
          wrong: ['the player ended'],
        });
        resolve();
      });
    });
  }

  play(order: Order): Promise<Result> {
    this.#playing = order;
    return new Promise((resolve) => {
      this.#done = resolve;
      this.#child.stdin?.write(`${JSON.stringify(order)}\n`);
    });
  }

  leave(): Promise<void> {
    this.#child.stdin?.end();
    return this.#gone;
  }

  #settle(result: Result): void {
    this.#done?.(result);
    this.#done = undefined;
  }
}

/** Plays all orders, so many at once, those that must be alone at the end; `onResult` hears of each as it is done. */
export class Pool {
  readonly #players: readonly Player[];

  constructor(seed: number | undefined, jobs: number) {
    this.#players = freeSlots(seed === undefined ? 1 : jobs).map((slot) => new Player(seed, slot));
  }

  async play(orders: readonly Order[], alone: readonly Order[], onResult: (result: Result) => void): Promise<void> {
    const queue = [...orders];
    const work = async (player: Player, from: Order[]): Promise<void> => {
      for (let order = from.shift(); order !== undefined; order = from.shift()) onResult(await player.play(order));
    };
    await Promise.all(this.#players.map((player) => work(player, queue)));
    const [first] = this.#players;
    if (first !== undefined) await work(first, [...alone]);
  }

  async leave(): Promise<void> {
    await Promise.all(this.#players.map((player) => player.leave()));
  }
}
