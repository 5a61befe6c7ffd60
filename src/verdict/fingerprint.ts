/** What makes a finding the same in the next capture: docs/pipelines.md says what goes in, what does not, and why. */
import type { LiveVerdict } from '../model/verdict.ts';
import { endpointText } from './endpoints.ts';

/** What a fingerprint is made of. */
type Lead = Pick<LiveVerdict, 'cause' | 'client' | 'server' | 'sender' | 'builder' | 'phase' | 'impact'> & {
  readonly trigger: Pick<NonNullable<LiveVerdict['trigger']>, 'kind'> | null;
};

/** The fingerprint of a finding, from the RST that leads it. Addresses of a redacted capture are images already: so is what is made of them. */
export function fingerprintOf(lead: Lead): string {
  return hashOf(identityOf(lead));
}

/** Cause, service, sender and builder; of an event without one service, those whom it concerns. Findings that are kept apart stay apart. */
function identityOf({ cause, client, server, sender, builder, phase, trigger, impact }: Lead): readonly string[] {
  if (cause === 'port-scan') return [cause, client.address, server.address];
  if (cause === 'unsolicited-synack') return [cause, client.address];
  const common = [cause, endpointText(server), sender, builder.value];
  if (cause === 'undetermined') common.push(phase, trigger?.kind ?? 'none');
  return impact === 'probe' ? [...common, impact] : common;
}

const OFFSET = 0xcbf29ce484222325n;
const PRIME = 0x100000001b3n;
const MASK = 0xffffffffffffffffn;

/** 16 hexadecimal digits that stay the same for the same parts in every run and version: FNV-1a, 64 bit. */
export function hashOf(parts: readonly string[]): string {
  let hash = OFFSET;
  for (const byte of new TextEncoder().encode(parts.join('\u0000'))) hash = ((hash ^ BigInt(byte)) * PRIME) & MASK;
  return hash.toString(16).padStart(16, '0');
}
