/** Display filters for Wireshark, to paste (wireshark.org/docs/man-pages/wireshark-filter.html). */
import type { Endpoint, Verdict } from '../model/verdict.ts';
import { visible } from '../model/visible.ts';

/** `ip.addr == 192.0.2.7`, `ipv6.addr == 2001:db8::7`. */
function addressTerm({ address }: Endpoint): string {
  return `${address.includes(':') ? 'ipv6' : 'ip'}.addr == ${visible(address)}`;
}

/** Both directions of the connection of a RST. */
export function connectionFilter({ client, server }: Verdict): string {
  return `${addressTerm(client)} && ${addressTerm(server)} && tcp.port == ${client.port} && tcp.port == ${server.port}`;
}

/** The RSTs to and from a service. */
export function resetsFilter({ server }: Verdict): string {
  return `tcp.flags.reset == 1 && ${addressTerm(server)} && tcp.port == ${server.port}`;
}

/** Some frames. */
export function framesFilter(frames: readonly number[]): string {
  return `frame.number in {${frames.join(', ')}}`;
}
