/**
 * What a seed varies: host parts of addresses, ports, sizes, pauses. A draw depends on seed, scenario and name only, never on
 * the order of draws, so a scenario plays the same whether it plays alone or with others. Without a seed nothing varies:
 * samples are recorded that way.
 */
import { env } from 'node:process';

/** Names of the environment variables that reach the process in which scenarios play. */
export const SEED_VARIABLE = 'WHYRST_LAB_SEED';
/** Labs that play at the same time see each other's RSTs in the kernel's trace: the slot keeps their addresses apart. */
export const SLOT_VARIABLE = 'WHYRST_LAB_SLOT';

/** How many labs can play on one machine at the same time. */
export const SLOTS = 12;

const seed = env[SEED_VARIABLE];
const slot = env[SLOT_VARIABLE] ?? '0';
let scenario = '';

/** From now on draws are those of this scenario. */
export function begin(name: string): void {
  scenario = name;
}

/** FNV-1a over the text, finished as murmur3 does: 32 evenly spread bits. */
export function hash(text: string): number {
  let bits = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) bits = Math.imul(bits ^ text.charCodeAt(at), 0x01000193);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** A number from 0 (included) to 1 (excluded), or undefined when nothing varies. */
function draw(name: string): number | undefined {
  return seed === undefined ? undefined : hash(`${seed}/${name}`) / 2 ** 32;
}

/** A host part of an address: `usual`, or one of `count` from `first` on that no other lab at work uses. */
export function hostPart(name: string, usual: number, first: number, count: number): number {
  const chance = draw(`host/${name}`);
  if (chance === undefined) return usual;
  const each = Math.floor(count / SLOTS);
  return first + (Number(slot) % SLOTS) * each + Math.floor(chance * each);
}

/** Ports that services get; those of client sockets are the kernel's choice and lie above. */
const PORTS = { first: 1024, count: 29_000 } as const;

/** A service's port: the usual one, or one of the seed's. The same number always becomes the same port. */
export function port(usual: number): number {
  const chance = draw(`port/${usual}`);
  return chance === undefined ? usual : PORTS.first + Math.floor(chance * PORTS.count);
}

/** A size in bytes: the usual one, or one from two thirds to one and a half of it. */
export function about(usual: number): number {
  const chance = draw(`${scenario}/size/${usual}`);
  return chance === undefined ? usual : Math.max(1, Math.round(usual * (2 / 3) * (9 / 4) ** chance));
}

/** How much longer than written all pauses and timers of a scenario are: one factor, so that their order stays. */
export function stretch(): number {
  return 1 + 0.25 * (draw(`${scenario}/stretch`) ?? 0);
}

/** One-way delays of the two halves of the path in seconds: the usual ones, or half to twice as long. */
export function halves(usual: { readonly west: number; readonly east: number }): { west: number; east: number } {
  const of = (side: 'west' | 'east'): number => {
    const chance = draw(`${scenario}/delay/${side}`);
    return chance === undefined ? usual[side] : usual[side] * 0.5 * 4 ** chance;
  };
  return { west: of('west'), east: of('east') };
}
