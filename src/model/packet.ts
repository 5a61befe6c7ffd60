/**
 * One packet of a capture, as the file tells it. A reader owns ONE such object and refills it for every packet:
 * it is valid only until the next one is read. Whoever needs to remember copies numbers.
 */
export interface Packet {
  /** Packet number as Wireshark shows it: 1 is the first packet of the file. */
  frame: number;
  /** Microseconds since the first packet of the file, with a fraction in nanosecond captures; may be negative. */
  timeUs: number;
  /** Link type (pcap LINKTYPE_ value) of the interface that saw the packet. */
  linkType: number;
  /** Interface number: 0 in pcap; counted over all sections in pcapng. */
  interfaceId: number;
  /** The bytes; the packet starts at {@link start} and has {@link capturedLength} bytes. */
  view: DataView;
  start: number;
  capturedLength: number;
  /** Length on the wire in bytes; larger than capturedLength when the capture had a snap length. */
  wireLength: number;
  /** Byte offset of the packet's record in the (decompressed) file. */
  offset: number;
}
