/** Numbers that look random and are the same on every machine: the capture of a seed never changes. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** A 32-bit integer (mulberry32, Tommy Ettinger). */
  word(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** From 0 up to, but not including, 1. */
  fraction(): number {
    return this.word() / 2 ** 32;
  }

  /** An integer from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.fraction() * (most - least + 1));
  }

  /** Many small values and a few large ones: exponentially distributed around a mean. */
  around(mean: number): number {
    return -Math.log(1 - this.fraction()) * mean;
  }

  /** One of several, with the share that each is given; the shares add up to 1. */
  choose<Choice>(choices: readonly (readonly [number, Choice])[]): Choice {
    let left = this.fraction();
    for (const [share, choice] of choices) {
      if (left < share) return choice;
      left -= share;
    }
    const last = choices.at(-1);
    if (last === undefined) throw new RangeError('nothing to choose from');
    return last[1];
  }
}
