import type { Role, SeenSegment } from '../../model/connection.ts';
import {
  ACK,
  AE,
  CWR,
  ECE,
  FIN,
  OPT_AO,
  OPT_MD5,
  OPT_MPTCP,
  OPT_MSS,
  OPT_OTHER,
  OPT_SACK,
  OPT_SACK_PERMITTED,
  OPT_TIMESTAMPS,
  OPT_WINDOW_SCALE,
  PSH,
  RST,
  SYN,
  URG,
} from '../../model/segment.ts';
import type { Term } from '../../model/story-keys.ts';
import type { TriggerKind } from '../../model/verdict.ts';

const FLAG_NAMES: readonly (readonly [number, string])[] = [
  [SYN, 'SYN'],
  [FIN, 'FIN'],
  [RST, 'RST'],
  [PSH, 'PSH'],
  [ACK, 'ACK'],
  [URG, 'URG'],
  [ECE, 'ECE'],
  [CWR, 'CWR'],
  [AE, 'AE'],
];

/** Names of the options registry of IANA, shortened as Wireshark does. */
const OPTION_NAMES: readonly (readonly [number, string])[] = [
  [OPT_MSS, 'MSS'],
  [OPT_WINDOW_SCALE, 'WS'],
  [OPT_SACK_PERMITTED, 'SACK_PERM'],
  [OPT_SACK, 'SACK'],
  [OPT_TIMESTAMPS, 'TS'],
  [OPT_MPTCP, 'MPTCP'],
  [OPT_MD5, 'MD5'],
  [OPT_AO, 'TCP-AO'],
  [OPT_OTHER, '…'],
];

function namesIn(bits: number, table: readonly (readonly [number, string])[]): readonly string[] {
  return table.filter(([bit]) => (bits & bit) !== 0).map(([, name]) => name);
}

/** `SYN, ACK`: the flags as Wireshark writes them; empty when none is set. */
export function flagNames(flags: number): string {
  return namesIn(flags, FLAG_NAMES).join(', ');
}

/** `MSS, TS`: the TCP options that are present. */
export function optionNames(options: number): string {
  return namesIn(options, OPTION_NAMES).join(', ');
}

/** `RST, ACK seq=1 ack=2 win=0 len=0`: raw numbers, to be found again with a Wireshark filter. */
export function segmentText({ flags, seq, ack, window, payloadLength }: SeenSegment): string {
  const names = flagNames(flags);
  const acknowledged = (flags & ACK) === 0 ? '' : ` ack=${ack}`;
  return `${names === '' ? '-' : names} seq=${seq}${acknowledged} win=${window} len=${payloadLength}`;
}

/** The role on the other end. */
export function opposite(role: Role): Role {
  return role === 'client' ? 'server' : 'client';
}

/** The word for a kind of trigger: `terms.<key>`. */
export function triggerTerm(kind: TriggerKind): Term {
  return kind === 'syn-ack' ? 'synAck' : kind;
}
