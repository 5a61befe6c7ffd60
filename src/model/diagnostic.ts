import type { FactShape, Facts } from './reading.ts';

/**
 * Everything odd that an input may hold and that does not stop the reading. Texts: locales/<tag>/errors.json, `diagnostics`.
 * A diagnostic of one code is kept in full a few times and counted afterwards (see `Diagnostics`).
 */
export const diagnosticFacts = {
  /** The file ends inside a packet record. */
  'capture/truncated': { missing: 'bytes' },
  /** A record or block whose lengths contradict each other or exceed every bound; reading stops here. */
  'capture/damaged-record': { claimed: 'field', bound: 'field' },
  /** A pcapng block or option that is malformed; skipped. */
  'capture/damaged-block': { type: 'text' },
  /** Time stamps run backwards. */
  'capture/time-backwards': { by: 'duration' },
  /** Interface statistics say that the capturing kernel dropped packets. */
  'capture/dropped': { dropped: 'count' },
  /** The file holds only the packets that an earlier analysis cites. */
  'capture/excerpt': { packets: 'count', of: 'count' },
  /** The compressed stream is damaged or cut short. */
  'capture/damaged-compression': { reason: 'text' },
  /** No decoder for this link type; its packets are counted, not read. */
  'wire/unknown-link-type': { linkType: 'field' },
  /** A header that does not fit into the packet or contradicts itself. */
  'wire/malformed': { layer: 'text' },
  /** Fewer bytes were captured than the TCP header has: the segment cannot be read. */
  'wire/cut-header': { layer: 'text', captured: 'bytes' },
  /** Fragments that were never completed. */
  'wire/incomplete-fragments': { fragments: 'count' },
  /** IP fragments that contradict each other: as hosts do, their datagram is dropped. */
  'wire/overlapping-fragments': { first: 'frame' },
  /** Several files were read as one capture. */
  'join/files': { files: 'count' },
  /** A file that could not be read, with the code of the error, and was left out. */
  'join/unreadable': { file: 'text', reason: 'text' },
  /** Lines of tcpdump or tshark without the fields of the IP header. */
  'text/summary-lines': {},
  /** Lines of tcpdump -v. */
  'text/verbose-lines': {},
  /** Lines that seem to show a TCP segment and cannot be read. */
  'text/passed-over': { lines: 'count' },
  /** Addresses, names and payload were replaced before anything was read; under which key, by its name. */
  'redact/applied': { key: 'text' },
  /** Only what matches a filter was looked at. */
  'selection/filter': { filter: 'text' },
  /** Only what was captured from or up to a time was looked at. */
  'selection/from': { from: 'time' },
  'selection/to': { to: 'time' },
  /** How much that was. */
  'selection/kept': { kept: 'count', segments: 'count' },
  /** The filter takes one direction of a connection and leaves the other. */
  'selection/one-direction': {},
  /** Live: of how many RSTs the first of each kind were kept for the report. */
  'watch/folded': { kept: 'count', resets: 'count' },
  /** Live: so many addresses and services were seen that all was forgotten, and the watching began anew. */
  'watch/began-anew': { addresses: 'count', services: 'count' },
  /** The tables of the tracker were full: the longest idle connections were forgotten. */
  'track/forgotten': { connections: 'count' },
} as const satisfies Record<string, FactShape>;

export type DiagnosticCode = keyof typeof diagnosticFacts;

/** Something odd in the input, with the place where it is. */
export interface Diagnostic<Code extends DiagnosticCode = DiagnosticCode> {
  readonly code: Code;
  /** Index into `captures`. */
  readonly capture: number;
  /** Packet number, or 0 when it concerns the file as a whole. */
  readonly frame: number;
  /** Byte offset in the (decompressed) file, or −1 when unknown. */
  readonly offset: number;
  readonly facts: Facts<(typeof diagnosticFacts)[Code]>;
  /** The file of a joined capture that this is about; frame and offset are then those of this file. */
  readonly file?: string;
  /** How many more of the same code were counted and not listed (on the last one listed). */
  more?: number;
}

/** How many diagnostics of one code are kept in full. */
const KEPT_PER_CODE = 20;

/** Collects diagnostics; bounded, so that a hostile file cannot fill the memory. */
export class Diagnostics {
  readonly list: Diagnostic[] = [];
  readonly #capture: number;
  readonly #file: string | undefined;
  readonly #last = new Map<DiagnosticCode, { kept: number; last: Diagnostic }>();

  constructor(capture = 0, file?: string) {
    this.#capture = capture;
    this.#file = file;
  }

  /** Takes over what was found in one file of several, or by another thread. */
  append({ list }: { readonly list: readonly Diagnostic[] }): void {
    this.list.push(...list);
  }

  add<Code extends DiagnosticCode>(
    code: Code,
    frame: number,
    offset: number,
    facts: Facts<(typeof diagnosticFacts)[Code]>,
  ): void {
    const seen = this.#last.get(code);
    if (seen !== undefined && seen.kept >= KEPT_PER_CODE) {
      seen.last.more = (seen.last.more ?? 0) + 1;
      return;
    }
    const about = this.#file === undefined ? {} : { file: this.#file };
    const diagnostic = { code, capture: this.#capture, frame, offset, facts, ...about } as unknown as Diagnostic;
    this.list.push(diagnostic);
    this.#last.set(code, { kept: (seen?.kept ?? 0) + 1, last: diagnostic });
  }
}
