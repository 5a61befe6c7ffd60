/** Damages captures the way disks, transfers and attackers do: reproducible from a seed. */

/** A small generator of numbers in [0, 1): mulberry32. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Values that lengths, counts and offsets break on. */
export const AWKWARD = [0, 1, 3, 4, 0x7f, 0x80, 0xff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];

export type Mutation = (bytes: Buffer, next: () => number, other: Buffer) => Buffer;

export const at = (next: () => number, length: number): number => Math.floor(next() * Math.max(1, length));

const flip: Mutation = (bytes, next) => {
  const copy = Buffer.from(bytes);
  for (let n = 1 + at(next, 8); n > 0; n--) {
    const index = at(next, copy.length);
    copy[index] = (copy[index] ?? 0) ^ (1 << at(next, 8));
  }
  return copy;
};

const cut: Mutation = (bytes, next) => bytes.subarray(0, at(next, bytes.length));

const remove: Mutation = (bytes, next) => {
  const start = at(next, bytes.length);
  return Buffer.concat([bytes.subarray(0, start), bytes.subarray(start + 1 + at(next, 64))]);
};

const splice: Mutation = (bytes, next, other) => {
  const start = at(next, bytes.length);
  return Buffer.concat([bytes.subarray(0, start), other.subarray(at(next, other.length))]);
};

const repeat: Mutation = (bytes, next) => {
  const start = at(next, bytes.length);
  const part = bytes.subarray(start, start + 1 + at(next, 256));
  return Buffer.concat([bytes.subarray(0, start), part, part, bytes.subarray(start)]);
};

const length: Mutation = (bytes, next) => {
  const copy = Buffer.from(bytes);
  if (copy.length < 4) return copy;
  const value = AWKWARD[at(next, AWKWARD.length)] ?? 0;
  const index = at(next, copy.length - 3);
  if (next() < 0.5) copy.writeUInt32LE(value, index);
  else copy.writeUInt16BE(value & 0xffff, index);
  return copy;
};

/** Each damages bytes, whatever they mean. */
export const PLAIN: readonly Mutation[] = [flip, flip, cut, remove, splice, repeat, length, length];

/** One to three mutations in a row, each drawn from the given ones. */
export function mutate(mutations: readonly Mutation[], bytes: Buffer, other: Buffer, next: () => number): Buffer {
  let result = bytes;
  for (let n = 1 + at(next, 3); n > 0; n--) {
    const mutation = mutations[at(next, mutations.length)];
    if (mutation !== undefined) result = mutation(result, next, other);
  }
  return result;
}
