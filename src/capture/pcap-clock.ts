// Hot path: runs once per packet. No allocation.
// Time stamps of classic captures: two 32-bit numbers, seconds and parts of a second.

import type { PcapHeader } from './pcap-header.ts';
import type { Tally } from './tally.ts';

/** Turns time stamps into microseconds since the first packet; subtracts before it combines, so that nothing is rounded away. */
export class PcapClock {
  readonly #ticksPerMicrosecond: number;
  #zeroSeconds = 0;
  #zeroTicks = 0;

  constructor(header: Pick<PcapHeader, 'ticksPerMicrosecond'>, tally: Tally) {
    this.#ticksPerMicrosecond = header.ticksPerMicrosecond;
    tally.timestampResolution = header.ticksPerMicrosecond === 1000 ? 1e-9 : 1e-6;
  }

  timeUs(seconds: number, ticks: number, tally: Tally): number {
    if (tally.zeroNs === null) this.#begin(seconds, ticks, tally);
    return (seconds - this.#zeroSeconds) * 1e6 + (ticks - this.#zeroTicks) / this.#ticksPerMicrosecond;
  }

  #begin(seconds: number, ticks: number, tally: Tally): void {
    this.#zeroSeconds = seconds;
    this.#zeroTicks = ticks;
    tally.begin(BigInt(seconds) * 1_000_000_000n + BigInt(ticks) * BigInt(1000 / this.#ticksPerMicrosecond));
  }
}
