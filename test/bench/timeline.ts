/** What happens on one connection: sends packets, and yields the microseconds until it goes on. */
export type Conversation = Generator<number, void, void>;

interface Entry {
  readonly conversation: Conversation;
  atUs: number;
}

/** Interleaves conversations in time: a binary heap, the next one to go on in front. */
export class Timeline {
  readonly #heap: Entry[] = [];
  nowUs = 0;

  add(conversation: Conversation, atUs: number): void {
    this.#heap.push({ conversation, atUs });
    this.#rise(this.#heap.length - 1);
  }

  /** Lets everything happen that is due before `endUs`; what is not finished then stays unfinished. */
  run(endUs: number): void {
    for (let next = this.#heap[0]; next !== undefined && next.atUs < endUs; next = this.#heap[0]) {
      this.nowUs = next.atUs;
      const pause = next.conversation.next();
      if (pause.done === true) this.#dropFirst();
      else next.atUs += pause.value;
      this.#sink();
    }
  }

  #dropFirst(): void {
    const last = this.#heap.pop();
    if (last !== undefined && this.#heap.length > 0) this.#heap[0] = last;
  }

  #rise(from: number): void {
    for (let at = from; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!this.#isBefore(at, parent)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  #sink(): void {
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      const least = this.#isBefore(left + 1, left) ? left + 1 : left;
      if (!this.#isBefore(least, at)) return;
      this.#swap(least, at);
      at = least;
    }
  }

  #isBefore(a: number, b: number): boolean {
    const one = this.#heap[a];
    const other = this.#heap[b];
    return one !== undefined && other !== undefined && one.atUs < other.atUs;
  }

  #swap(a: number, b: number): void {
    const one = this.#heap[a];
    const other = this.#heap[b];
    if (one === undefined || other === undefined) return;
    this.#heap[a] = other;
    this.#heap[b] = one;
  }
}
