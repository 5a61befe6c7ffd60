/** Turns the small integers that stand for addresses on the hot path back into text. */
export interface AddressBook {
  /** Canonical text: dotted decimal, or RFC 5952 for IPv6. */
  format(id: number): string;
}

/** `address:port`, IPv6 in brackets (RFC 3986 §3.2.2). */
export function endpointOf({ address, port }: { readonly address: string; readonly port: number }): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/**
 * Addresses that no packet on the public Internet carries: private use (RFC 1918), carrier NAT (RFC 6598), link-local (RFC 3927,
 * RFC 4291), unique local (RFC 4193).
 */
const INSIDE =
  /^(10\.|172\.(1[6-9]|2\d|3[01])\.|192\.168\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|169\.254\.|f[cd]|fe[89ab])/;

/** Whether an address is one of those that a NAT hides. */
export function isInside(address: string): boolean {
  return INSIDE.test(address);
}
