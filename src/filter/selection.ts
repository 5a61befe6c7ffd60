// Hot path where something is selected: runs once per segment. No allocation.
// Which segments of a capture are looked at: those that match a filter, within a time.

import type { AddressBook } from '../model/addresses.ts';
import { type Diagnostic, Diagnostics } from '../model/diagnostic.ts';
import { WhyrstError } from '../model/errors.ts';
import type { Segment } from '../model/segment.ts';
import { type Moment, midnightBefore, nextAt, parseMoment } from './moment.ts';
import { parseFilter } from './parse.ts';
import { type SegmentFilter, segmentFilter } from './segment-filter.ts';

/** What the user asked for. */
export interface SelectionOptions {
  /** In the everyday syntax of pcap-filter; it sees the addresses and ports of the segment itself, inside of tunnels. */
  readonly filter?: string;
  /** First and last point in time, both included: a date with a time, or a time of the day on which the capture begins. */
  readonly from?: string;
  readonly to?: string;
  /** Zone of these times where they name none; default UTC. */
  readonly timeZone?: string;
}

/** What is selected of one capture. */
export class Selection {
  readonly #text: string | null;
  readonly #filter: SegmentFilter | null;
  readonly #from: Moment | null;
  readonly #to: Moment | null;
  readonly #timeZone: string;
  #fromUs = Number.NEGATIVE_INFINITY;
  #toUs = Number.POSITIVE_INFINITY;
  #segments = 0;
  #kept = 0;
  /** The first frame that is looked at although its answer would not be, or 0. */
  #lonelyFrame = 0;

  private constructor(options: SelectionOptions, addresses: AddressBook) {
    const { filter, from, to, timeZone = 'UTC' } = options;
    this.#text = filter ?? null;
    this.#filter = filter === undefined ? null : segmentFilter(parseFilter(filter), addresses);
    this.#timeZone = timeZone;
    this.#from = momentOf('--from', from, timeZone);
    this.#to = momentOf('--to', to, timeZone);
  }

  /** null when everything is wanted; throws when the filter or a time cannot be understood. */
  static of(options: SelectionOptions, addresses: AddressBook): Selection | null {
    const { filter, from, to } = options;
    return filter === undefined && from === undefined && to === undefined ? null : new Selection(options, addresses);
  }

  /** Told before the first packet what time 0 of the capture is, in nanoseconds since 1970. */
  begin(zeroNs: bigint): void {
    const midnight = midnightBefore(zeroNs, this.#timeZone);
    const from = this.#resolve(this.#from, midnight);
    // A time of day that is earlier than the start belongs to the next day.
    const to = this.#resolve(this.#to, from ?? midnight);
    if (from !== null) this.#fromUs = Number(from - zeroNs) / 1000;
    if (to !== null) this.#toUs = Number(to - zeroNs) / 1000;
  }

  #resolve(moment: Moment | null, after: bigint): bigint | null {
    if (moment === null) return null;
    return 'ns' in moment ? moment.ns : nextAt(moment.sinceMidnightNs, after, this.#timeZone);
  }

  /** Whether a segment is wanted. */
  keeps(segment: Segment): boolean {
    this.#segments++;
    if (segment.timeUs < this.#fromUs || segment.timeUs > this.#toUs) return false;
    const filter = this.#filter;
    if (filter === null || filter.matches(segment)) {
      this.#kept++;
      if (filter !== null && this.#lonelyFrame === 0 && !filter.matchesTurned(segment))
        this.#lonelyFrame = segment.frame;
      return true;
    }
    return false;
  }

  /** What a report must say of the selection. */
  report(): readonly Diagnostic[] {
    const said = new Diagnostics();
    if (this.#text !== null) said.add('selection/filter', 0, -1, { filter: this.#text });
    if (Number.isFinite(this.#fromUs)) said.add('selection/from', 0, -1, { from: this.#fromUs });
    if (Number.isFinite(this.#toUs)) said.add('selection/to', 0, -1, { to: this.#toUs });
    said.add('selection/kept', 0, -1, { kept: this.#kept, segments: this.#segments });
    if (this.#lonelyFrame > 0) said.add('selection/one-direction', this.#lonelyFrame, -1, {});
    return said.list;
  }
}

function momentOf(option: string, text: string | undefined, timeZone: string): Moment | null {
  if (text === undefined) return null;
  const moment = parseMoment(text, timeZone);
  if (moment === null) throw new WhyrstError('usage/bad-time', { option, value: text });
  return moment;
}
