/**
 * Why a packet is cited, the weightiest first. `otherEnd`: the same RST in the capture of the other end. `attempt`: another connection
 * to the service, opened or refused. `ruledOut`: it speaks for or against another cause. `example`: a connection that ended without
 * a RST. `odd`: a diagnostic names it.
 */
export const citedAs = [
  'reset',
  'otherEnd',
  'trigger',
  'evidence',
  'timeline',
  'attempt',
  'path',
  'ruledOut',
  'example',
  'odd',
] as const;
export type CitedAs = (typeof citedAs)[number];

/** Who cites a packet: finding and RST, as `f1 r1`, or nothing where no RST does; and why. */
export interface Citation {
  readonly by: string;
  readonly as: readonly CitedAs[];
}

/** What is known of one cited packet. A handshake may be cited by thousands of RSTs: the first few are named, the others counted. */
export interface CitedPacket {
  readonly citations: readonly Citation[];
  readonly more: number;
}
