"""A program on a host of the lab: does with sockets what the scenario tells it, one JSON command per line.

Command: {"do": operation, "on": handle or null, ...arguments}. Answer: {"ok": result} or {"error": errno name}.
Every wait ends after WAIT seconds, so that a scenario that went wrong ends as well.
"""

import ctypes
import errno
import json
import socket
import ssl
import struct
import sys

import packets

WAIT = 8.0
TCP_REPAIR, TCP_REPAIR_QUEUE, TCP_QUEUE_SEQ = 19, 20, 21
RECEIVE_QUEUE, SEND_QUEUE = 1, 2
PROTOCOLS = {"tcp": socket.IPPROTO_TCP, "mptcp": 262}

handles = {}
libc = ctypes.CDLL(None, use_errno=True)


def keep(thing):
    handle = len(handles) + 1
    handles[handle] = thing
    return handle


def family_of(address):
    return socket.AF_INET6 if ":" in address else socket.AF_INET


def apply_options(sock, options):
    """Socket options as [level, name, value], by the names that the socket module uses."""
    for level, name, value in options:
        sock.setsockopt(getattr(socket, level), getattr(socket, name), value)


def describe(sock):
    name = sock.getsockname()
    return {"handle": keep(sock), "address": name[0], "port": name[1]}


def listen(_, address, port, backlog=16, options=(), protocol="tcp"):
    sock = socket.socket(family_of(address), socket.SOCK_STREAM, PROTOCOLS[protocol])
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.settimeout(WAIT)
    apply_options(sock, options)
    sock.bind((address, port))
    sock.listen(backlog)
    return describe(sock)


def accept(listener):
    sock, _ = listener.accept()
    sock.settimeout(WAIT)
    return describe(sock)


def connect(_, address, port, source=None, source_port=0, options=(), wait=WAIT, protocol="tcp"):
    """Connects; with wait 0 only the SYN is sent and the handle of the unfinished socket returned."""
    sock = socket.socket(family_of(address), socket.SOCK_STREAM, PROTOCOLS[protocol])
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.settimeout(wait)
    apply_options(sock, options)
    if source or source_port:
        sock.bind((source or "", source_port))
    try:
        sock.connect((address, port))
    except BlockingIOError:
        pass
    sock.settimeout(WAIT)
    return describe(sock)


def send(sock, text=None, size=0):
    """Sends a text, or so many bytes of a repeated alphabet."""
    data = text.encode() if text is not None else (b"abcdefghijklmnopqrstuvwxyz" * (size // 26 + 1))[:size]
    sock.sendall(data)


def receive(sock, size):
    """Reads until so many bytes have come or the peer has closed; says how many came."""
    received = 0
    while received < size:
        data = sock.recv(size - received)
        if not data:
            break
        received += len(data)
    return received


def read(sock):
    """Reads what is there, waiting for the first of it; says how much came."""
    return len(sock.recv(1 << 20))


def close(sock):
    sock.close()


def abort(sock):
    """SO_LINGER with time 0, then close."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sock.close()


def dissolve(sock):
    """connect(AF_UNSPEC), which Python's socket module cannot call: the socket forgets its peer and stays open."""
    address = struct.pack("=H14x", socket.AF_UNSPEC)
    if libc.connect(sock.fileno(), address, len(address)):
        raise OSError(ctypes.get_errno(), "connect(AF_UNSPEC)")


def vanish(sock):
    """Frees the socket without a word to the peer (closing in repair mode), as a power cut would."""
    sock.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR, 1)
    sock.close()


def finish(sock):
    """Ends the sending direction only (half-close)."""
    sock.shutdown(socket.SHUT_WR)


def sequence(sock):
    """The next sequence numbers of both directions, read in repair mode, which sends nothing when left by -1."""
    sock.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR, 1)
    numbers = []
    for queue in (SEND_QUEUE, RECEIVE_QUEUE):
        sock.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR_QUEUE, queue)
        numbers.append(sock.getsockopt(socket.IPPROTO_TCP, TCP_QUEUE_SEQ) & 0xFFFFFFFF)
    sock.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR, -1)
    return {"send": numbers[0], "receive": numbers[1]}


def tls(sock, certificate=None):
    """Wraps a connection in TLS: the server's side when a certificate file (with key) is given."""
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
    else:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return describe(context.wrap_socket(sock, server_side=bool(certificate)))


def tls_goodbye(sock):
    """Sends close_notify without waiting for the peer's."""
    sock.settimeout(0.001)
    try:
        sock.unwrap()
    except (TimeoutError, ssl.SSLError):
        pass
    sock.settimeout(WAIT)


def raw(_, **fields):
    """Sends one handmade segment from this host."""
    fields["payload"] = fields.get("payload", "").encode()
    packet = packets.build(**fields)
    with socket.socket(family_of(fields["source"]), socket.SOCK_RAW, socket.IPPROTO_RAW) as sock:
        sock.sendto(packet, (fields["destination"], 0))


OPERATIONS = {each.__name__: each for each in (
    listen, accept, connect, send, receive, read, close, abort, dissolve, vanish, finish, sequence, tls, tls_goodbye,
    raw)}


def answer(command):
    on = handles.get(command.pop("on", None))
    operation = OPERATIONS[command.pop("do")]
    try:
        return {"ok": operation(on, **command)}
    except TimeoutError:
        return {"error": "ETIMEDOUT"}
    except OSError as failure:
        return {"error": errno.errorcode.get(failure.errno, str(failure))}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
