import type { ByteWindow } from './byte-window.ts';
import type { Tally } from './tally.ts';

/** Longest packet that Wireshark and libpcap accept (WTAP_MAX_PACKET_SIZE_STANDARD, MAXIMUM_SNAPLEN), in bytes. */
export const LONGEST_PACKET = 262_144;

/** Reads the records of one capture format out of a window. */
export interface RecordReader {
  readonly format: 'pcap' | 'pcapng' | 'snoop' | 'text';
  /** Delivers every record that lies whole in the window; false when damage ends the reading. */
  consume(window: ByteWindow, tally: Tally): boolean;
  /** After the last byte: notes what is missing when the input ends inside a record. The window is null after damage. */
  end(window: ByteWindow | null, tally: Tally): void;
}
