// IP fragments put together again (RFC 791 §3.2, RFC 8200 §4.5): of TCP, and of what may carry TCP inside.

import type { Diagnostics } from '../model/diagnostic.ts';
import type { Cursor } from './cursor.ts';
import { internAddresses } from './ip-addresses.ts';
import { FRAGMENT, OTHER_IP, UDP } from './layers.ts';
import { Pieces } from './pieces.ts';
import { isTunnelPort } from './udp.ts';

/** Datagrams under way at a time; the oldest gives way. */
const MOST_DATAGRAMS = 256;
/** No IP datagram is longer (RFC 791 §3.1), in bytes. */
const LONGEST_DATAGRAM = 65_535;

/** A datagram of which some fragments have come. */
interface Datagram {
  readonly firstFrame: number;
  fragments: number;
  /** What follows the IP header, as the first fragment says; 0 before it has come. */
  layer: number;
  /** null once it is known that nobody wants it: its fragments overlap, or it is plain UDP. */
  pieces: Pieces | null;
}

/** Holds fragments until their datagram is whole. */
export class FragmentTable {
  readonly #diagnostics: Diagnostics;
  readonly #datagrams = new Map<string, Datagram>();

  constructor(diagnostics: Diagnostics) {
    this.#diagnostics = diagnostics;
  }

  /** Takes the fragment behind the cursor. When it completes its datagram the cursor moves to the whole, and what it holds is returned. */
  add(cursor: Cursor, layer: number, offset: number, isLast: boolean): number {
    const isCut = cursor.end < cursor.wireEnd;
    // What was not captured can never be completed; the header of the first fragment may be there all the same.
    if (isCut) return offset === 0 ? layer : FRAGMENT;
    // Only the last may have a length that is no multiple of eight; Linux cuts the others (ip_frag_queue()).
    const received = Math.max(0, cursor.wireEnd - cursor.offset);
    const length = isLast ? received : received & ~7;
    if (offset + length > LONGEST_DATAGRAM) return cursor.malformed('fragment');
    const { key, datagram } = this.#datagramOf(cursor, layer);
    const { pieces } = datagram;
    if (pieces === null) return datagram.layer === UDP ? OTHER_IP : FRAGMENT;
    datagram.fragments++;
    if (offset === 0) {
      datagram.layer = layer;
      if (layer === UDP && !carriesTunnel(cursor)) {
        datagram.pieces = null;
        return OTHER_IP;
      }
    }
    if (!pieces.add(cursor.view, cursor.offset, length, offset, isLast)) return this.#refuse(datagram, cursor);
    if (!pieces.isWhole) return FRAGMENT;
    this.#datagrams.delete(key);
    const whole = pieces.join();
    cursor.view = new DataView(whole.buffer);
    cursor.offset = 0;
    cursor.end = whole.length;
    cursor.wireEnd = whole.length;
    return datagram.layer;
  }

  /** Fragments that overlap are how filters are deceived; hosts drop the whole datagram (RFC 5722 §4, ip_frag_queue()). */
  #refuse(datagram: Datagram, { segment }: Cursor): number {
    datagram.pieces = null;
    this.#diagnostics.add('wire/overlapping-fragments', segment.frame, -1, { first: datagram.firstFrame });
    return FRAGMENT;
  }

  /** The datagram is told by its addresses, protocol and identification; inside tunnels also by the tunnel. */
  #datagramOf(cursor: Cursor, layer: number): { key: string; datagram: Datagram } {
    internAddresses(cursor);
    const { source, destination, ipId, ipVersion, space, frame } = cursor.segment;
    const key = `${source} ${destination} ${ipId} ${space} ${ipVersion === 4 ? layer : 6}`;
    const known = this.#datagrams.get(key);
    if (known !== undefined) return { key, datagram: known };
    const [oldest] = this.#datagrams;
    if (oldest !== undefined && this.#datagrams.size >= MOST_DATAGRAMS) {
      this.#datagrams.delete(oldest[0]);
      this.#report(oldest[1]);
    }
    const datagram = { firstFrame: frame, fragments: 0, layer: 0, pieces: new Pieces() };
    this.#datagrams.set(key, datagram);
    return { key, datagram };
  }

  /** After the last packet: complains about every datagram that is still incomplete. */
  finish(): void {
    for (const datagram of this.#datagrams.values()) this.#report(datagram);
    this.#datagrams.clear();
  }

  #report({ firstFrame, fragments, pieces }: Datagram): void {
    if (pieces !== null) this.#diagnostics.add('wire/incomplete-fragments', firstFrame, -1, { fragments });
  }
}

/** Whether the first fragment of a UDP datagram shows the port of a tunnel. */
function carriesTunnel({ view, offset, wireEnd }: Cursor): boolean {
  return wireEnd - offset >= 4 && (isTunnelPort(view.getUint16(offset)) || isTunnelPort(view.getUint16(offset + 2)));
}
