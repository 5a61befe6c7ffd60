/** Joins the reader of captures with redaction and the writer: a capture → another one. */
import { excerptMark } from './capture/excerpt-mark.ts';
import { openCapture } from './capture/open-capture.ts';
import { openJoined } from './capture/open-joined.ts';
import { PcapngWriter } from './capture/pcapng-writer.ts';
import type { CaptureSummary } from './model/capture-summary.ts';
import { Diagnostics } from './model/diagnostic.ts';
import { WhyrstError } from './model/errors.ts';
import { AddressMap, canonicalAddress, sameAddresses } from './redact/address-map.ts';
import { hiddenName, keyName } from './redact/hide-input.ts';
import { PacketRedactor } from './redact/packet-redactor.ts';
import { version } from './version.ts';

export { canonicalAddress, hiddenName, keyName };

export interface RewriteOptions {
  /** Redacts every packet under this key; without it packets stay as they are. */
  readonly redactionKey?: Uint8Array;
  /** Without a key: wipes payload and names as redaction does, and leaves addresses as they are. */
  readonly withoutPayload?: boolean;
  /** What the new capture says of itself. */
  readonly comment: string;
  /** Which packets go into it; all of them unless given. */
  readonly excerpt?: ExcerptChoice;
  readonly stdin?: NodeJS.ReadableStream;
}

/** Some packets of a capture. */
export interface ExcerptChoice {
  /** How many packets are chosen, and of how many. */
  readonly packets: number;
  readonly of: number;
  /** The comment of a chosen packet; null: it is left out. */
  readonly noteOf: (frame: number) => string | null;
}

/** What was read, and how many packets were written. */
export interface Rewritten {
  readonly summary: CaptureSummary;
  readonly frames: number;
}

/** Copies a capture to pcapng, piece by piece. Comments, names, secrets and the capture filter of the old one are left behind. Refuses printed lines. */
export async function rewriteCapture(
  input: string | readonly string[],
  write: (bytes: Uint8Array) => void,
  { redactionKey, withoutPayload = false, comment, excerpt, stdin }: RewriteOptions,
): Promise<Rewritten> {
  const addresses = redactionKey === undefined ? sameAddresses : new AddressMap(redactionKey);
  const redactor = redactionKey === undefined && !withoutPayload ? null : new PacketRedactor(addresses);
  const application = excerpt === undefined ? `whyrst ${version}` : excerptMark(version, excerpt);
  const writer = new PcapngWriter(write, { application, comment });
  const options = {
    diagnostics: new Diagnostics(),
    ...(stdin === undefined ? {} : { stdin }),
    onStart: (zeroNs: bigint, resolution: number): void => {
      writer.begin(zeroNs, resolution);
    },
  };
  const reader = typeof input === 'string' ? await openCapture(input, options) : await openJoined(input, options);
  const summary = await reader.read((packet) => {
    const note = excerpt === undefined ? '' : excerpt.noteOf(packet.frame);
    if (note !== null) writer.packet(redactor === null ? packet : redactor.redact(packet), note);
  });
  // Packets that were made up from printed lines would be taken for packets.
  if (summary.format === 'text') throw new WhyrstError('capture/printed', { path: [input].flat().join(', ') });
  writer.finish(summary);
  return { summary, frames: writer.frames };
}

/** An address that a person wrote, as a document redacted under the key shows it; null when the text is no IP address. */
export function hideAddress(text: string, redactionKey: Uint8Array): string | null {
  return new AddressMap(redactionKey).hide(text);
}

/** The original of an address in a redacted document, for whoever has the key; null when the text is no address. */
export function revealAddress(text: string, redactionKey: Uint8Array): string | null {
  return new AddressMap(redactionKey).reveal(text);
}
