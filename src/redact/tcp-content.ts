// What stays of a TCP segment behind its fixed header: the options that a verdict may rest on, the headers of TLS records, and reasons that a RST states.
import { RST } from '../model/segment.ts';

/** End, no operation, MSS, window scale, SACK permitted, SACK, time stamps: numbers of the protocol (RFC 9293 §3.2, RFC 7323, RFC 2018). */
const KEPT_OPTIONS: readonly number[] = [2, 3, 4, 5, 8];
const END = 0;
const NO_OPERATION = 1;
const MPTCP = 30;
/** Subtype of MPTCP that says why (RFC 8684 §3.6); others hold keys, tokens and addresses. */
const MP_TCPRST = 8;

/** Wipes the values of options that may hold a secret, a cookie or an address; kinds and lengths stay. */
export function redactTcpOptions(bytes: Uint8Array, from: number, end: number): void {
  for (let at = from; at < end; ) {
    const kind = bytes[at] ?? END;
    if (kind === NO_OPERATION) {
      at++;
      continue;
    }
    const length = bytes[at + 1] ?? 0;
    // Whatever stands behind the end, or behind an option that does not fit, is no option.
    if (kind === END || length < 2) {
      bytes.fill(0, kind === END ? at : at + 2, end);
      return;
    }
    const next = Math.min(end, at + length);
    if (kind === MPTCP) redactMptcp(bytes, at, next);
    else if (!KEPT_OPTIONS.includes(kind)) bytes.fill(0, at + 2, next);
    at += length;
  }
}

/** The subtype stays; of MP_TCPRST everything. */
function redactMptcp(bytes: Uint8Array, at: number, next: number): void {
  const subtype = (bytes[at + 2] ?? 0) >>> 4;
  if (subtype !== MP_TCPRST && at + 3 <= next) {
    bytes[at + 2] = subtype << 4;
    bytes.fill(0, at + 3, next);
  }
}

const RECORD_HEADER = 5;
/** Change cipher spec to heartbeat (RFC 8446 §5.1, RFC 6520). */
const FIRST_TYPE = 20;
const LAST_TYPE = 24;
const ALERT = 21;
/** An alert in the clear: level and description (RFC 8446 §6). */
const ALERT_LENGTH = 2;
/** Longest record with its padding and tag (RFC 8446 §5.2, RFC 5246 §6.2.3), in bytes. */
const LONGEST_RECORD = 16_384 + 2048;
/** Words with which HTTP begins (RFC 9110 §9.1); they say which protocol it is and nothing else. */
const HTTP_WORDS: readonly string[] = ['GET ', 'POST', 'HEAD', 'PUT ', 'OPTI', 'CONN', 'DELE', 'PATC', 'HTTP'];
/** A RST that states its reason: magic number and length (draft-ietf-tcpm-rst-diagnostic-payload §4.1). */
const DIAGNOSTIC_MAGIC = 0x33aa;
const DIAGNOSTIC_LENGTH = 8;

/** Wipes the payload between two offsets, but for record headers, alerts, the first word of HTTP and stated reasons. */
export function redactPayload(bytes: Uint8Array, from: number, end: number, flags: number, wireLength: number): void {
  if ((flags & RST) !== 0 && wireLength === DIAGNOSTIC_LENGTH && word(bytes, from) === DIAGNOSTIC_MAGIC) return;
  const start = Buffer.from(bytes.subarray(from, Math.min(end, from + 4))).toString('latin1');
  let at = HTTP_WORDS.includes(start) ? from + 4 : from;
  while (at === from || at < end) {
    const kept = keptOfRecord(bytes, at, end);
    if (kept === 0) break;
    const next = at + RECORD_HEADER + word(bytes, at + 3);
    bytes.fill(0, Math.min(end, at + kept), Math.min(end, next));
    at = next;
  }
  if (at < end) bytes.fill(0, at, end);
}

/** How many bytes at the beginning of a record stay; 0 when there is no record. */
function keptOfRecord(bytes: Uint8Array, at: number, end: number): number {
  const type = bytes[at] ?? 0;
  // Type, and versions 3.0 to 3.4.
  if (end - at < 3 || type < FIRST_TYPE || type > LAST_TYPE || bytes[at + 1] !== 3 || (bytes[at + 2] ?? 0) > 4)
    return 0;
  if (end - at < RECORD_HEADER) return end - at;
  const length = word(bytes, at + 3);
  if (length === 0 || length > LONGEST_RECORD) return 0;
  return type === ALERT && length === ALERT_LENGTH ? RECORD_HEADER + ALERT_LENGTH : RECORD_HEADER;
}

function word(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}
