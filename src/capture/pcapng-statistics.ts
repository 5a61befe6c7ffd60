// How many packets the capturing kernel dropped, from the statistics blocks (draft-ietf-opsawg-pcapng §4.6).

import { eachOption } from './pcapng-interface.ts';
import type { Tally } from './tally.ts';

const ISB_IFDROP = 5;
const ISB_OSDROP = 7;

/** Remembers the last drop count of each interface: the counters are cumulative. */
export class InterfaceStatistics {
  readonly #dropped = new Map<number, number>();
  #offset = 0;

  /** Reads one statistics block that lies between `at` and `end`. */
  read(view: DataView, at: number, end: number, littleEndian: boolean, earlierInterfaces: number, tally: Tally): void {
    if (end - at < 20) return;
    let dropped = -1;
    eachOption(view, at + 20, end, littleEndian, (code, value, length) => {
      if ((code !== ISB_IFDROP && code !== ISB_OSDROP) || length !== 8) return;
      dropped = Math.max(dropped, 0) + Number(view.getBigUint64(value, littleEndian));
    });
    if (dropped < 0) return;
    this.#offset = tally.packet.offset;
    this.#dropped.set(earlierInterfaces + view.getUint32(at + 8, littleEndian), dropped);
  }

  /** Puts the sum into the summary, and complains when packets were lost. */
  report(tally: Tally): void {
    if (this.#dropped.size === 0) return;
    let sum = 0;
    for (const dropped of this.#dropped.values()) sum += dropped;
    tally.dropped = sum;
    if (sum > 0) tally.diagnostics.add('capture/dropped', 0, this.#offset, { dropped: sum });
  }
}
