/** What is known of one capture file after it has been read. */
export interface CaptureSummary {
  /** File name without folders; "-" for standard input. */
  readonly name: string;
  readonly format: 'pcap' | 'pcapng' | 'snoop' | 'text';
  /** Seconds per tick of the time stamps: 1e-6 or 1e-9 in pcap; the coarsest interface in pcapng. */
  readonly timestampResolution: number;
  /** Link types met, in order of appearance. */
  readonly linkTypes: readonly number[];
  readonly packets: number;
  /** Size of the input as read (compressed size for compressed files), in bytes. */
  readonly bytes: number;
  /** Hex SHA-256 of the input as read. */
  readonly sha256: string;
  /** Nanoseconds since 1970 of the earliest and latest packet, or null when there is none. */
  readonly startNs: bigint | null;
  readonly endNs: bigint | null;
  /** Nanoseconds since 1970 that `timeUs` 0 stands for (the first packet in file order), or null. */
  readonly zeroNs: bigint | null;
  /** False when the input ended inside a record, was damaged, or could not be read to its end. */
  readonly complete: boolean;
  /** Packets that the capturing kernel says it dropped (pcapng interface statistics), or null when the file does not say. */
  readonly dropped: number | null;
  /** Smallest snap length that cut a packet, in bytes, or null when no packet was cut. */
  readonly cutAt: number | null;
}
