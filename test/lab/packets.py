"""Builds and reads IPv4/IPv6 packets that carry TCP. Standard library only."""

import socket
import struct

FLAG_BITS = {"F": 0x01, "S": 0x02, "R": 0x04, "P": 0x08, "A": 0x10, "U": 0x20}


def flag_bits(letters):
    """The TCP flag byte for letters such as "SA" or "R"."""
    return sum(FLAG_BITS[letter] for letter in letters)


def checksum(data):
    """The Internet checksum (RFC 1071)."""
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def build(source, destination, source_port, destination_port, seq, ack=0, flags="R", window=0,
          payload=b"", options=b"", ttl=64, ip_id=0, tos=0, dont_fragment=True, flow_label=0):
    """One IP packet with one TCP segment. The family follows from the addresses; options must fill whole words."""
    family = socket.AF_INET6 if ":" in source else socket.AF_INET
    addresses = socket.inet_pton(family, source) + socket.inet_pton(family, destination)
    words = 5 + len(options) // 4
    segment = struct.pack("!HHIIBBHHH", source_port, destination_port, seq & 0xFFFFFFFF, ack & 0xFFFFFFFF,
                          words << 4, flag_bits(flags), window, 0, 0) + options + payload
    pseudo = addresses + struct.pack("!II", len(segment), socket.IPPROTO_TCP)
    segment = segment[:16] + struct.pack("!H", checksum(pseudo + segment)) + segment[18:]
    if family == socket.AF_INET6:
        first = 6 << 28 | tos << 20 | flow_label
        return struct.pack("!IHBB", first, len(segment), socket.IPPROTO_TCP, ttl) + addresses + segment
    header = struct.pack("!BBHHHBBH", 0x45, tos, 20 + len(segment), ip_id, 0x4000 if dont_fragment else 0,
                         ttl, socket.IPPROTO_TCP, 0) + addresses
    return header[:10] + struct.pack("!H", checksum(header)) + header[12:] + segment


def shift(packet, plus):
    """The same TCP packet with so much added to its sequence number, and its checksum made anew."""
    version = packet[0] >> 4
    start, addresses = ((packet[0] & 15) * 4, packet[12:20]) if version == 4 else (40, packet[8:40])
    seq = struct.unpack_from("!I", packet, start + 4)[0]
    moved = struct.pack("!I", seq + plus & 0xFFFFFFFF)
    segment = packet[start:start + 4] + moved + packet[start + 8:start + 16] + b"\0\0" + packet[start + 18:]
    pseudo = addresses + struct.pack("!II", len(segment), socket.IPPROTO_TCP)
    return packet[:start] + segment[:16] + struct.pack("!H", checksum(pseudo + segment)) + segment[18:]


def parse(packet):
    """The fields of a TCP packet, or None when it is anything else."""
    version = packet[0] >> 4
    if version == 4:
        start, protocol, total = (packet[0] & 15) * 4, packet[9], struct.unpack_from("!H", packet, 2)[0]
        source, destination = (socket.inet_ntoa(packet[at:at + 4]) for at in (12, 16))
        ttl, ip_id, tos = packet[8], struct.unpack_from("!H", packet, 4)[0], packet[1]
    else:
        start, protocol, total = 40, packet[6], 40 + struct.unpack_from("!H", packet, 4)[0]
        source, destination = (socket.inet_ntop(socket.AF_INET6, packet[at:at + 16]) for at in (8, 24))
        ttl, ip_id, tos = packet[7], None, struct.unpack_from("!H", packet, 0)[0] >> 4 & 0xFF
    if protocol != socket.IPPROTO_TCP:
        return None
    source_port, destination_port, seq, ack, offset, flags, window = struct.unpack_from("!HHIIBBH", packet, start)
    payload = packet[start + (offset >> 4) * 4:total]
    letters = "".join(letter for letter, bit in FLAG_BITS.items() if flags & bit)
    return {"source": source, "destination": destination, "source_port": source_port,
            "destination_port": destination_port, "seq": seq, "ack": ack, "flags": letters, "window": window,
            "ttl": ttl, "ip_id": ip_id, "tos": tos, "payload": payload,
            "length": len(payload) + ("S" in letters) + ("F" in letters)}
