// Hot path: runs once per packet. No allocation.
// Interfaces of a pcapng capture: link type, snap length and the clock of their packets (draft-ietf-opsawg-pcapng §4.2).

import type { ByteWindow } from './byte-window.ts';

const OPTION_END = 0;
const IF_TSRESOL = 9;
const IF_TSOFFSET = 14;
/** In if_tsresol: the exponent is one of 2, not of 10. */
const POWER_OF_TWO = 0x80;
/** Resolution when if_tsresol is absent: 10⁻⁶. */
const DEFAULT_EXPONENT = 6;
const NS_PER_SECOND = 1_000_000_000n;

/** An option of a block: its code and where its value lies in the window. */
export type OnOption = (code: number, at: number, length: number) => void;

/** Walks the options between two offsets of the window; stops at the first that does not fit. */
export function eachOption(view: DataView, from: number, end: number, littleEndian: boolean, onOption: OnOption): void {
  for (let at = from; at + 4 <= end; ) {
    const code = view.getUint16(at, littleEndian);
    const length = view.getUint16(at + 2, littleEndian);
    if (code === OPTION_END || at + 4 + length > end) return;
    onOption(code, at + 4, length);
    at += 4 + ((length + 3) & ~3);
  }
}

/** One interface. Its ticks become microseconds since the first packet of the capture, exact to the nanosecond for 100 days. */
export class PcapngInterface {
  readonly linkType: number;
  /** Longest captured packet in bytes; 0 means no limit. */
  readonly snapLength: number;
  /** Seconds per tick. */
  readonly resolution: number;
  readonly #ticksPerSecond: bigint;
  readonly #offsetNs: bigint;
  readonly #multiply: number;
  readonly #divide: number;
  #zeroHigh = 0;
  #zeroLow = 0;
  #residueUs = 0;

  constructor(window: ByteWindow, at: number, end: number, littleEndian: boolean) {
    const view = window.view;
    let exponent = DEFAULT_EXPONENT;
    let offsetSeconds = 0n;
    eachOption(view, at + 8, end, littleEndian, (code, value, length) => {
      if (code === IF_TSRESOL && length >= 1) exponent = view.getUint8(value);
      if (code === IF_TSOFFSET && length >= 8) offsetSeconds = view.getBigInt64(value, littleEndian);
    });
    this.linkType = view.getUint16(at, littleEndian);
    this.snapLength = view.getUint32(at + 4, littleEndian);
    const base = (exponent & POWER_OF_TWO) === 0 ? 10 : 2;
    const power = exponent & ~POWER_OF_TWO;
    this.#ticksPerSecond = BigInt(base) ** BigInt(power);
    this.resolution = base ** -power;
    this.#offsetNs = offsetSeconds * NS_PER_SECOND;
    this.#multiply = base === 10 ? 10 ** Math.max(0, 6 - power) : 1e6;
    this.#divide = base === 10 ? 10 ** Math.max(0, power - 6) : 2 ** power;
  }

  /** Nanoseconds since 1970 of a time stamp; for the first packet only. */
  nanoseconds(high: number, low: number): bigint {
    const ticks = (BigInt(high) << 32n) | BigInt(low);
    return (ticks * NS_PER_SECOND) / this.#ticksPerSecond + this.#offsetNs;
  }

  /** Sets what `timeUs` 0 stands for, in ticks of this interface and the part of a tick that is left. */
  setZero(zeroNs: bigint): void {
    const scaled = (zeroNs - this.#offsetNs) * this.#ticksPerSecond;
    const floor = scaled / NS_PER_SECOND - (scaled % NS_PER_SECOND < 0n ? 1n : 0n);
    this.#zeroHigh = Number(floor >> 32n);
    this.#zeroLow = Number(floor & 0xffffffffn);
    const residue = (floor * NS_PER_SECOND - scaled) * 1_000_000n;
    this.#residueUs = Number(residue / this.#ticksPerSecond) / 1e9;
  }

  /** Microseconds since zero. The halves are subtracted before they are combined: the difference fits a double, the time does not. */
  timeUs(high: number, low: number): number {
    const ticks = (high - this.#zeroHigh) * 0x1_0000_0000 + (low - this.#zeroLow);
    return (ticks * this.#multiply) / this.#divide + this.#residueUs;
  }
}
