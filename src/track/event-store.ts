/** Keeps the events of RSTs packed, and makes them again. It knows neither connections nor their memory, so those can go before it. */
import type { ResetEvent, SeenSegment } from '../model/connection.ts';
import { least } from '../model/extremes.ts';
import { ByteStore } from './byte-store.ts';
import { type Beginning, packBeginning, packSegments, unpackBeginning, unpackSegments } from './packed-event.ts';
import { Packer } from './packer.ts';
import { Texts } from './packing.ts';
import type { PendingReset } from './pending-reset.ts';
import type { Service } from './services.ts';
import { Unpacker } from './unpacker.ts';

/** A RST, with the service and client it belongs to. */
export interface KeptReset extends PendingReset {
  readonly service: Service;
  readonly clientAddress: number;
  /** Where it is kept what was known when it came. */
  readonly beginning: number;
}

/** A second sight of a RST. */
export interface ResetCopy {
  readonly timeUs: number;
  /** The first sight, and its place among all RSTs. */
  readonly original: KeptReset;
  readonly of: number;
  readonly reset: SeenSegment;
  readonly interfaceId: number;
  readonly vlan: number;
}

/** When the capture began and ended, microseconds. */
export type Span = Pick<ResetEvent, 'captureStartUs' | 'captureEndUs'>;

export class EventStore {
  readonly #texts = new Texts();
  readonly #packer = new Packer(this.#texts);
  readonly #bytes = new ByteStore();

  /** Keeps what is known of a RST when it comes; gives its place. */
  keep(beginning: Beginning): number {
    packBeginning(this.#packer, beginning);
    return this.#bytes.add(this.#packer.finish());
  }

  /** Keeps the segments that followed a RST, if there are any: no more will come. */
  settle(reset: PendingReset): void {
    if (reset.after === null) return;
    packSegments(this.#packer, reset.after);
    reset.aftermath = this.#bytes.add(this.#packer.finish());
    reset.after = null;
  }

  /** The event of a RST as far as it is known. */
  event(entry: KeptReset | ResetCopy, { captureStartUs, captureEndUs }: Span): ResetEvent {
    if ('of' in entry) {
      const { of: copyOf, reset, interfaceId, vlan } = entry;
      return { ...this.event(entry.original, { captureStartUs, captureEndUs }), reset, interfaceId, vlan, copyOf };
    }
    const { accepted, refused, longestIdleUs: us, longestIdleFrame: frame } = entry.service;
    return {
      ...unpackBeginning(this.#unpacker(entry.beginning)),
      captureStartUs,
      captureEndUs,
      copyOf: null,
      after: entry.aftermath < 0 ? [...(entry.after ?? [])] : unpackSegments(this.#unpacker(entry.aftermath)),
      attemptAfter: entry.attemptAfter,
      retry: entry.retry,
      accepted,
      refused,
      longestSurvivedIdle: us > 0 ? { us, frame } : null,
      predecessor: entry.predecessor?.facts ?? null,
    };
  }

  /** Forgets what is kept of RSTs before these. */
  forgetBefore(entries: readonly (KeptReset | ResetCopy)[]): void {
    this.#bytes.forgetBefore(least(entries.map((entry) => ('of' in entry ? entry.original : entry).beginning)));
  }

  #unpacker(place: number): Unpacker {
    return new Unpacker(this.#texts, this.#bytes.at(place));
  }
}
