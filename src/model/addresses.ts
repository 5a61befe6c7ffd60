/** Turns the small integers that stand for addresses on the hot path back into text. */
export interface AddressBook {
  /** Canonical text: dotted decimal, or RFC 5952 for IPv6. */
  format(id: number): string;
}
