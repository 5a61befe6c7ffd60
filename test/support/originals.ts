/** What a redacted output must not hold: the values of the original capture. */
import type { Analysis } from '../../src/index.ts';

/** Addresses that stay in their place, for they are the same everywhere. */
export const everywhere = (address: string): boolean => /^(127\.|0\.|22[4-9]\.|255\.|::1?$|ff)/.test(address);

/** The addresses that an analysis names. */
export function originalsIn({ verdicts, examples }: Analysis): readonly string[] {
  const judged = verdicts.flatMap(({ client, server }) => [client.address, server.address]);
  // `address:port`, or `[address]:port`.
  const ended = examples.flatMap(({ client, server }) =>
    [client, server].map((text) => /^\[?(.*?)\]?(:\d+)?$/.exec(text)?.[1] ?? text),
  );
  return [...new Set([...judged, ...ended])].filter((address) => !everywhere(address));
}
