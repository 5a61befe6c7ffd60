// Hot path: runs once per packet. No allocation.
/** The TTL that each host shows over all its connections: a baseline for hosts that say little on one of them. */

/** Runs longer than this are counted no further. */
const MOST = 65_535;

/** Last TTL of each address and how many segments in a row showed it. */
export class HostTtls {
  #ttls = new Uint8Array(1024);
  #runs = new Uint16Array(1024);

  /** Takes note of a segment that is not a RST. */
  note(address: number, ttl: number): void {
    if (address >= this.#ttls.length) this.#grow(address);
    if (this.#ttls[address] !== ttl) {
      this.#ttls[address] = ttl;
      this.#runs[address] = 1;
    } else if ((this.#runs[address] ?? MOST) < MOST) {
      this.#runs[address] = (this.#runs[address] ?? 0) + 1;
    }
  }

  /** The last TTL of an address and its run length, or null when it sent nothing yet. */
  of(address: number): { readonly ttl: number; readonly samples: number } | null {
    const samples = this.#runs[address] ?? 0;
    return samples === 0 ? null : { ttl: this.#ttls[address] ?? 0, samples };
  }

  #grow(address: number): void {
    const size = Math.max(address + 1, 2 * this.#ttls.length);
    const ttls = new Uint8Array(size);
    const runs = new Uint16Array(size);
    ttls.set(this.#ttls);
    runs.set(this.#runs);
    this.#ttls = ttls;
    this.#runs = runs;
  }
}
