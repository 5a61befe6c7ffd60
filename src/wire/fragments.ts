// IP fragments put together again (RFC 791 §3.2, RFC 8200 §4.5). Only TCP: a header in pieces is rare, and often an attack.

import type { Diagnostics } from '../model/diagnostic.ts';
import type { Cursor } from './cursor.ts';
import { internAddresses } from './ip-addresses.ts';
import { FRAGMENT } from './layers.ts';

/** Datagrams under way at a time; the oldest gives way. */
const MOST_DATAGRAMS = 256;
/** No IP datagram is longer (RFC 791 §3.1), in bytes. */
const LONGEST_DATAGRAM = 65_535;

/** A datagram of which some fragments have come. */
interface Datagram {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** One per unit of eight bytes: 1 when it has come. */
  readonly units: Uint8Array;
  readonly firstFrame: number;
  fragments: number;
  unitsHeld: number;
  /** Length of the whole in bytes, or −1 until the last fragment has come. */
  length: number;
}

/** Holds fragments until their datagram is whole. */
export class FragmentTable {
  readonly #diagnostics: Diagnostics;
  readonly #datagrams = new Map<string, Datagram>();

  constructor(diagnostics: Diagnostics) {
    this.#diagnostics = diagnostics;
  }

  /** Takes the fragment behind the cursor. When it completes its datagram the cursor moves to the whole, and `layer` is returned. */
  add(cursor: Cursor, layer: number, offset: number, isLast: boolean): number {
    const length = cursor.wireEnd - cursor.offset;
    const isCut = cursor.end < cursor.wireEnd;
    // What was not captured can never be completed; the header of the first fragment may be there all the same.
    if (isCut) return offset === 0 ? layer : FRAGMENT;
    if (offset + length > LONGEST_DATAGRAM) return cursor.malformed('fragment');
    internAddresses(cursor);
    const { source, destination, ipId, space } = cursor.segment;
    const key = `${source} ${destination} ${ipId} ${space}`;
    const datagram = this.#datagrams.get(key) ?? this.#begin(key, cursor.segment.frame);
    datagram.fragments++;
    if (isLast) datagram.length = offset + length;
    hold(datagram, cursor, offset, length);
    if (!isWhole(datagram)) return FRAGMENT;
    this.#datagrams.delete(key);
    cursor.view = datagram.view;
    cursor.offset = 0;
    cursor.end = datagram.length;
    cursor.wireEnd = datagram.length;
    return layer;
  }

  #begin(key: string, firstFrame: number): Datagram {
    const [oldest] = this.#datagrams;
    if (oldest !== undefined && this.#datagrams.size >= MOST_DATAGRAMS) {
      this.#datagrams.delete(oldest[0]);
      this.#report(oldest[1]);
    }
    const bytes = new Uint8Array(LONGEST_DATAGRAM + 1);
    // One more, never held, so that a search for a gap ends.
    const units = new Uint8Array(bytes.length / 8 + 1);
    const view = new DataView(bytes.buffer);
    const datagram = { bytes, view, units, firstFrame, fragments: 0, unitsHeld: 0, length: -1 };
    this.#datagrams.set(key, datagram);
    return datagram;
  }

  /** After the last packet: complains about every datagram that is still incomplete. */
  finish(): void {
    for (const datagram of this.#datagrams.values()) this.#report(datagram);
    this.#datagrams.clear();
  }

  #report({ firstFrame, fragments }: Datagram): void {
    this.#diagnostics.add('wire/incomplete-fragments', firstFrame, -1, { fragments });
  }
}

/** Whether the end is known and nothing before it is missing; fragments beyond the end do not count. */
function isWhole({ length, units, unitsHeld }: Datagram): boolean {
  const needed = Math.ceil(length / 8);
  return length >= 0 && unitsHeld >= needed && units.indexOf(0) >= needed;
}

/** Copies what is new of a fragment; where two overlap, the first to come counts. */
function hold(datagram: Datagram, cursor: Cursor, offset: number, length: number): void {
  for (let done = 0; done < length; done += 8) {
    const unit = (offset + done) >>> 3;
    if (datagram.units[unit] === 1) continue;
    datagram.units[unit] = 1;
    datagram.unitsHeld++;
    const end = Math.min(done + 8, length);
    for (let i = done; i < end; i++) datagram.bytes[offset + i] = cursor.view.getUint8(cursor.offset + i);
  }
}
