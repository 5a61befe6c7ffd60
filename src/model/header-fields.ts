/** The header fields of a segment as a reader sees them; the same print for a RST and for the segment beside it. */
import type { SeenSegment } from './connection.ts';
import { flagNames, optionNames } from './segment-names.ts';

/** Stands for a field that the packet does not have. */
export const NO_FIELD = '–';

/** One printer for each header field that is judged; numbers are raw, as a Wireshark filter takes them. */
export const headerFields = {
  flags: ({ flags }) => flagNames(flags).join(', ') || NO_FIELD,
  seq: ({ seq }) => String(seq),
  ack: ({ ack }) => String(ack),
  window: ({ window }) => String(window),
  options: ({ options }) => optionNames(options).join(', ') || NO_FIELD,
  ttl: ({ ttl }) => known(ttl),
  ipId: ({ ipId }) => withHex(ipId),
  dontFragment: ({ dontFragment }) => known(dontFragment),
  dscp: ({ dscp }) => known(dscp),
  flowLabel: ({ flowLabel }) => withHex(flowLabel),
  payload: ({ payloadLength }) => String(payloadLength),
} as const satisfies Readonly<Record<string, (segment: SeenSegment) => string>>;

/** A field that stands in the header itself: all that are judged but the timing. */
export type HeaderField = keyof typeof headerFields;

/** The field of that name as printed for a segment, or null where the name is none of a header. */
export function headerField(name: string, segment: SeenSegment): string | null {
  return Object.hasOwn(headerFields, name) ? headerFields[name as HeaderField](segment) : null;
}

const known = (value: number): string => (value < 0 ? NO_FIELD : String(value));

/** Decimal, and hexadecimal as Wireshark prints these fields. */
const withHex = (value: number): string => (value < 0 ? NO_FIELD : `${value} (0x${value.toString(16)})`);
