import type { SegmentKind } from '../model/connection.ts';

/** {@link SegmentKind} as small numbers, for the records of the hot path. */
export const Kind = {
  syn: 0,
  synAck: 1,
  data: 2,
  ack: 3,
  duplicateAck: 4,
  windowUpdate: 5,
  fin: 6,
  retransmission: 7,
  keepalive: 8,
  windowProbe: 9,
  outOfOrder: 10,
  reset: 11,
  other: 12,
} as const;

/** Set on a kind: the numbers of this segment do not belong to the connection and must not touch its state. */
export const FOREIGN = 0x10;
/** The kind without {@link FOREIGN}. */
export const KIND_MASK = 0x0f;

const names: readonly SegmentKind[] = [
  'syn',
  'syn-ack',
  'data',
  'ack',
  'duplicate-ack',
  'window-update',
  'fin',
  'retransmission',
  'keepalive',
  'window-probe',
  'out-of-order',
  'reset',
  'other',
];

/** The name of a kind. */
export function kindName(kind: number): SegmentKind {
  return names[kind & KIND_MASK] ?? 'other';
}
