// Hot path where captures are joined: runs once per packet. No allocation per packet.

import type { Packet } from '../model/packet.ts';

const FIRST_CAPACITY = 4096;

/** The packets of one window, as columns; their bytes stay where they are. */
export class PacketBatch {
  #view: DataView = new DataView(new ArrayBuffer(0));
  #times = new Float64Array(FIRST_CAPACITY);
  /** Six numbers for each packet: frame, link type, interface, start, captured length, length on the wire. */
  #fields = new Float64Array(6 * FIRST_CAPACITY);
  length = 0;

  clear(): void {
    this.length = 0;
  }

  /** Keeps where a packet is. */
  add(packet: Packet): void {
    const index = this.length++;
    if (index === this.#times.length) this.#grow();
    this.#view = packet.view;
    this.#times[index] = packet.timeUs;
    const at = 6 * index;
    this.#fields[at] = packet.frame;
    this.#fields[at + 1] = packet.linkType;
    this.#fields[at + 2] = packet.interfaceId;
    this.#fields[at + 3] = packet.start;
    this.#fields[at + 4] = packet.capturedLength;
    this.#fields[at + 5] = packet.wireLength;
  }

  /** Microseconds since the first packet of its file. */
  timeUs(index: number): number {
    return this.#times[index] ?? Number.NaN;
  }

  /** The number of the packet in its file. */
  frame(index: number): number {
    return this.#fields[6 * index] ?? 0;
  }

  /** Fills in everything but frame, time and offset. */
  get(index: number, packet: Packet): void {
    const at = 6 * index;
    packet.view = this.#view;
    packet.linkType = this.#fields[at + 1] ?? -1;
    packet.interfaceId = this.#fields[at + 2] ?? 0;
    packet.start = this.#fields[at + 3] ?? 0;
    packet.capturedLength = this.#fields[at + 4] ?? 0;
    packet.wireLength = this.#fields[at + 5] ?? 0;
  }

  #grow(): void {
    const [times, fields] = [new Float64Array(2 * this.#times.length), new Float64Array(2 * this.#fields.length)];
    times.set(this.#times);
    fields.set(this.#fields);
    this.#times = times;
    this.#fields = fields;
  }
}
