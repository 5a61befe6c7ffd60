// What a filter says, as a tree. The syntax is the everyday part of pcap-filter(7); see parse.ts.

/** Which end of a segment is asked about. */
export type Direction = 'src' | 'dst' | 'either' | 'both';

/** A range of addresses: those whose first `bits` bits are those of `words`. */
export interface Network {
  readonly version: 4 | 6;
  /** 32-bit words, unsigned: one for IPv4, four for IPv6. */
  readonly words: readonly number[];
  readonly bits: number;
}

/** One condition, or several joined. */
export type Expression =
  | { readonly kind: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'not'; readonly of: Expression }
  | { readonly kind: 'network'; readonly direction: Direction; readonly network: Network }
  | { readonly kind: 'ports'; readonly direction: Direction; readonly from: number; readonly to: number }
  | { readonly kind: 'version'; readonly version: 4 | 6 }
  /** Every TCP segment. */
  | { readonly kind: 'all' };
