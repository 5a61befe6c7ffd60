/** Joins the reader of captures with redaction and the writer: a capture → another one. */
import { openCapture } from './capture/open-capture.ts';
import { openJoined } from './capture/open-joined.ts';
import { PcapngWriter } from './capture/pcapng-writer.ts';
import type { CaptureSummary } from './model/capture-summary.ts';
import { Diagnostics } from './model/diagnostic.ts';
import { AddressMap, canonicalAddress } from './redact/address-map.ts';
import { hiddenName, keyName } from './redact/hide-input.ts';
import { PacketRedactor } from './redact/packet-redactor.ts';
import { version } from './version.ts';

export { canonicalAddress, hiddenName, keyName };

export interface RewriteOptions {
  /** Redacts every packet under this key; without it packets stay as they are. */
  readonly redactionKey?: Uint8Array;
  /** What the new capture says of itself. */
  readonly comment: string;
  /** Which frames go into it, each with its comment, which may be empty; all of them unless given. */
  readonly frames?: ReadonlyMap<number, string>;
  readonly stdin?: NodeJS.ReadableStream;
}

/** What was read, and how many packets were written. */
export interface Rewritten {
  readonly summary: CaptureSummary;
  readonly frames: number;
}

/** Copies a capture to pcapng, piece by piece. Comments, names, secrets and the capture filter of the old one are left behind. */
export async function rewriteCapture(
  input: string | readonly string[],
  write: (bytes: Uint8Array) => void,
  { redactionKey, comment, frames, stdin }: RewriteOptions,
): Promise<Rewritten> {
  const redactor = redactionKey === undefined ? null : new PacketRedactor(redactionKey);
  const writer = new PcapngWriter(write, { application: `whyrst ${version}`, comment });
  const options = {
    diagnostics: new Diagnostics(),
    ...(stdin === undefined ? {} : { stdin }),
    onStart: (zeroNs: bigint, resolution: number): void => {
      writer.begin(zeroNs, resolution);
    },
  };
  const reader = typeof input === 'string' ? await openCapture(input, options) : await openJoined(input, options);
  const summary = await reader.read((packet) => {
    const note = frames === undefined ? '' : frames.get(packet.frame);
    if (note !== undefined) writer.packet(redactor === null ? packet : redactor.redact(packet), note);
  });
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
