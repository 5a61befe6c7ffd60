// Hot path: runs once per packet. No allocation.
// Linux cooked captures, versions 1 and 2 (LINKTYPE_LINUX_SLL, LINKTYPE_LINUX_SLL2), and NFLOG, which also comes from the kernel.

import type { Cursor } from './cursor.ts';
import { IP, LLC, layerOfEtherType, NOT_IP } from './layers.ts';

const MAC_LENGTH = 6;
const V1_LENGTH = 16;
const V2_LENGTH = 20;
/** Values of the protocol field below the Ethernet types: a frame with an LLC header. */
const PROTOCOL_LLC = 4;
/** The option of an NFLOG message that holds the packet (NFULA_PAYLOAD, linux/netfilter/nfnetlink_log.h). */
const NFLOG_PAYLOAD = 9;
/** Options have small types; a larger one means that the numbers are in the other byte order. */
const NFLOG_LAST_TYPE = 32;

/** Low bits of the packet type, and of the index of the device, that tell one device from another. */
const DEVICE_BITS = 7;

/** Packet type, ARP type, address length, address, protocol. */
export function readLinuxCooked1(cursor: Cursor): number {
  if (!cursor.has(V1_LENGTH)) return cursor.cut('sll');
  const at = cursor.offset;
  if (cursor.view.getUint16(at + 4) === MAC_LENGTH) cursor.noteMac(at + 6);
  cursor.segment.device = cursor.view.getUint16(at) & DEVICE_BITS;
  cursor.offset = at + V1_LENGTH;
  return layerOfCookedProtocol(cursor.view.getUint16(at + 14));
}

/** Protocol first, then interface, ARP type, packet type, address length, address. */
export function readLinuxCooked2(cursor: Cursor): number {
  if (!cursor.has(V2_LENGTH)) return cursor.cut('sll2');
  const at = cursor.offset;
  if (cursor.view.getUint8(at + 11) === MAC_LENGTH) cursor.noteMac(at + 12);
  const index = cursor.view.getUint32(at + 4);
  cursor.segment.device = (cursor.view.getUint8(at + 10) & DEVICE_BITS) | ((index & DEVICE_BITS) << 3);
  cursor.offset = at + V2_LENGTH;
  return layerOfCookedProtocol(cursor.view.getUint16(at));
}

function layerOfCookedProtocol(protocol: number): number {
  return protocol === PROTOCOL_LLC ? LLC : layerOfEtherType(protocol);
}

/** Four bytes, then options of length, type and value in the byte order of the host that captured, padded to four bytes. */
export function readNflog(cursor: Cursor): number {
  if (!cursor.has(4)) return cursor.cut('nflog');
  const view = cursor.view;
  cursor.offset += 4;
  while (cursor.has(4)) {
    const at = cursor.offset;
    const littleEndian = view.getUint16(at + 2, true) <= NFLOG_LAST_TYPE;
    const length = view.getUint16(at, littleEndian);
    if (length < 4) return cursor.malformed('nflog');
    if (view.getUint16(at + 2, littleEndian) === NFLOG_PAYLOAD) {
      cursor.offset = at + 4;
      return IP;
    }
    cursor.offset = at + ((length + 3) & ~3);
  }
  return cursor.end < cursor.wireEnd ? cursor.cut('nflog') : NOT_IP;
}
