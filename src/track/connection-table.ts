// Hot path: runs once per packet. No allocation.
import type { Segment } from '../model/segment.ts';
import type { Connection } from './connection.ts';

/** Stands for "no connection" among hashes, which are not negative. */
const NOBODY = -1;
const FIRST_PLACES = 1024;

/** Finds the connection of a tuple: open addressing with linear probing, at most half full. */
export class ConnectionTable {
  #places: (Connection | undefined)[] = new Array<Connection | undefined>(FIRST_PLACES).fill(undefined);
  /** The hashes side by side, so that a search touches no connection but the one it looks for. */
  #hashes = new Int32Array(FIRST_PLACES).fill(NOBODY);
  #mask = FIRST_PLACES - 1;
  size = 0;

  find(segment: Segment, hash: number): Connection | undefined {
    for (let place = hash & this.#mask; ; place = (place + 1) & this.#mask) {
      const found = this.#hashes[place];
      if (found === NOBODY) return undefined;
      if (found !== hash) continue;
      const connection = this.#places[place];
      if (connection?.hasTupleOf(segment)) return connection;
    }
  }

  add(connection: Connection): void {
    this.size++;
    if (this.size * 2 > this.#places.length) this.#grow();
    this.#put(connection);
  }

  /** Takes a connection out and moves up those behind it that it had displaced. */
  remove(connection: Connection): void {
    let hole = connection.hash & this.#mask;
    while (this.#places[hole] !== connection) hole = (hole + 1) & this.#mask;
    for (let place = (hole + 1) & this.#mask; ; place = (place + 1) & this.#mask) {
      const other = this.#hashes[place] ?? NOBODY;
      if (other === NOBODY) break;
      const displacedBy = (place - (other & this.#mask)) & this.#mask;
      if (displacedBy < ((place - hole) & this.#mask)) continue;
      this.#places[hole] = this.#places[place];
      this.#hashes[hole] = other;
      hole = place;
    }
    this.#places[hole] = undefined;
    this.#hashes[hole] = NOBODY;
    this.size--;
  }

  /** Every connection, in no useful order. */
  all(): Connection[] {
    return this.#places.filter((connection) => connection !== undefined);
  }

  #put(connection: Connection): void {
    let place = connection.hash & this.#mask;
    while (this.#hashes[place] !== NOBODY) place = (place + 1) & this.#mask;
    this.#places[place] = connection;
    this.#hashes[place] = connection.hash;
  }

  #grow(): void {
    const old = this.all();
    const length = this.#places.length * 2;
    this.#places = new Array<Connection | undefined>(length).fill(undefined);
    this.#hashes = new Int32Array(length).fill(NOBODY);
    this.#mask = length - 1;
    for (const connection of old) this.#put(connection);
  }
}

/** A hash of the tuple that is the same in both directions, not negative. */
export function tupleHash(segment: Segment): number {
  const sum =
    endpointHash(segment.source, segment.sourcePort) + endpointHash(segment.destination, segment.destinationPort);
  const mixed = Math.imul((sum ^ Math.imul(segment.space, 0x9e3779b1)) | 0, 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) & 0x3fffffff;
}

/** The mixing steps of MurmurHash3's finalizer. */
function endpointHash(address: number, port: number): number {
  let hash = Math.imul(address, 0x9e3779b1) ^ Math.imul(port, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) | 0;
}
