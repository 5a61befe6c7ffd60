/** `192.0.2.7:443`, or `[2001:db8::7]:443` (RFC 3986 §3.2.2). */
export function endpointText({ address, port }: { readonly address: string; readonly port: number }): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
