"""The slow part of the path, and the middlebox on it: carries packets between two TUN devices.

    west (client's side) --- delay --- box --- delay --- east (server's side)

Usage: relay.py WEST_NETNS WEST_TUN EAST_NETNS EAST_TUN. Commands and answers are JSON lines, as in actor.py:

  {"do": "delay", "west": seconds, "east": seconds}   one-way delay of each half of the path
  {"do": "rule", "match": M, "action": A, "times": n}  what the box does to the next n packets that match (-1: all)
  {"do": "idle", "seconds": s, "mode": m}              what it does to connections that were quiet for s seconds:
                                                       "on-next", "at-expiry" ("ends": whom, default both) or "silent";
                                                       a later command also forgets every connection
  {"do": "log"}                                        every packet that the box made itself

M: "from" ("west" or "east"), "flags" (exactly these letters, in the order FSRPAU), "payload" (has data or not), "port".
A: {"drop": true}, {"hold": seconds}, {"copy": seconds} (a second time, so much later), {"shift": n} (added to the sequence
number) or {"inject": [packet, ...]}.
A packet says "to" ("west" or "east"), "plus" (added to the sequence number), "after" (seconds) and any header field of
packets.build; what it does not say is taken from the packet that caused it.
"""

import ctypes
import fcntl
import heapq
import json
import os
import select
import struct
import sys
import time

import packets

CLONE_NEWNET, TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x40000000, 0x400454CA, 0x0001, 0x1000
libc = ctypes.CDLL(None, use_errno=True)


def open_tun(namespace, device):
    with open(f"/run/netns/{namespace}", "rb") as handle:
        if libc.setns(handle.fileno(), CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), f"setns {namespace}")
    tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH22x", device.encode(), IFF_TUN | IFF_NO_PI))
    return tun


def opposite(side):
    return "east" if side == "west" else "west"


class Relay:
    def __init__(self, west, east):
        self.tun = {"west": west, "east": east}
        self.half = {"west": 0.005, "east": 0.015}
        self.rules, self.log = [], []
        self.idle, self.sessions = None, {}
        self.agenda, self.order = [], 0

    def at(self, due, action, *arguments):
        """Does something later; things due at one moment keep their order."""
        self.order += 1
        heapq.heappush(self.agenda, (due, self.order, action, arguments))

    def deliver(self, side, packet):
        os.write(self.tun[side], packet)

    def arrive(self, side, packet):
        """A packet leaves a TUN device and travels to the box."""
        self.at(time.monotonic() + self.half[side], self.inspect, side, packet)

    def inspect(self, side, packet):
        """A packet is at the box."""
        hold = copy = 0.0
        seen = packets.parse(packet)
        if seen:
            if self.idle and not self.track(side, seen):
                return
            verdict = self.judge(side, seen)
            if verdict.get("drop"):
                return
            hold, copy = verdict.get("hold", 0.0), verdict.get("copy", 0.0)
            if "shift" in verdict:
                packet = packets.shift(packet, verdict["shift"])
        out = opposite(side)
        due = time.monotonic() + self.half[out] + hold
        self.at(due, self.deliver, out, packet)
        if copy:
            self.at(due + copy, self.deliver, out, packet)

    def judge(self, side, seen):
        for rule in self.rules:
            if rule["times"] and self.matches(rule["match"], side, seen):
                rule["times"] -= 1
                for wanted in rule["action"].get("inject", ()):
                    self.inject(side, seen, dict(wanted))
                return rule["action"]
        return {}

    @staticmethod
    def matches(match, side, seen):
        return (match.get("from", side) == side
                and match.get("flags", seen["flags"]) == seen["flags"]
                and match.get("payload", bool(seen["payload"])) == bool(seen["payload"])
                and match.get("port") in (None, seen["source_port"], seen["destination_port"]))

    def inject(self, side, seen, wanted):
        """Makes a packet in the name of the host that `seen` goes to (sent back), or comes from (sent on)."""
        to, plus, after = wanted.pop("to"), wanted.pop("plus", 0), wanted.pop("after", 0.0)
        ends = ("source", "source_port", "destination", "destination_port")
        fields = {end: seen[end] for end in ends}
        if to == side:
            fields = {end: seen[other] for end, other in zip(ends, ends[2:] + ends[:2])}
            fields["seq"], fields["ack"] = seen["ack"] + plus, seen["seq"] + seen["length"]
        else:
            fields["seq"], fields["ack"] = seen["seq"] + plus, seen["ack"]
        fields["flags"] = "R"
        fields.update(wanted)
        if "A" not in fields["flags"]:
            fields["ack"] = 0
        self.forge(to, after, fields)

    def forge(self, to, after, fields):
        fields = {"ack": 0, "ttl": 64, **fields}
        self.log.append({"to": to, "time": time.time(), **fields})
        self.at(time.monotonic() + after + self.half[to], self.deliver, to, packets.build(**fields))

    def track(self, side, seen):
        """Keeps the box's session table; False when the packet finds its session expired and goes no further."""
        ends = (seen["source"], seen["source_port"]), (seen["destination"], seen["destination_port"])
        key, now = (ends if side == "west" else ends[::-1]), time.monotonic()
        session = self.sessions.get(key)
        if session is None or seen["flags"] == "S":
            session = self.sessions[key] = {"seq": {}, "dead": False, "time": now}
        if now - session["time"] >= self.idle["seconds"] and not session["dead"]:
            session["dead"] = True
        if session["dead"]:
            if self.idle["mode"] == "on-next" and "R" not in seen["flags"]:
                self.inject(side, seen, {"to": side, **self.idle.get("packet", {})})
            return False
        session["time"] = now
        session["seq"][side] = seen["seq"] + seen["length"]
        if self.idle["mode"] == "at-expiry":
            self.at(now + self.idle["seconds"], self.expire, key, now)
        return True

    def expire(self, key, since):
        """Resets both ends (or those named) of a session that has been quiet since then."""
        session = self.sessions[key]
        if session["dead"] or session["time"] != since or len(session["seq"]) < 2:
            return
        session["dead"] = True
        for to in self.idle.get("ends", ("west", "east")):
            (source, source_port), (destination, destination_port) = key if to == "east" else key[::-1]
            self.forge(to, 0.0, {"source": source, "source_port": source_port, "destination": destination,
                                 "destination_port": destination_port, "seq": session["seq"][opposite(to)],
                                 "flags": "R", **self.idle.get("packet", {})})

    def obey(self, command):
        what = command.pop("do")
        if what == "delay":
            self.half.update(command)
        elif what == "rule":
            self.rules.append({"times": -1, **command})
        elif what == "idle":
            self.idle, self.sessions = command, {}
        elif what != "log":
            raise ValueError(f"unknown command {what}")
        return {"ok": self.log if what == "log" else None}

    def run(self):
        sides = {self.tun["west"]: "west", self.tun["east"]: "east"}
        while True:
            wait = max(0.0, self.agenda[0][0] - time.monotonic()) if self.agenda else None
            ready, _, _ = select.select([sys.stdin.fileno(), *sides], [], [], wait)
            for source in ready:
                if source in sides:
                    self.arrive(sides[source], os.read(source, 65536))
                    continue
                line = sys.stdin.readline()
                if not line:
                    return
                print(json.dumps(self.obey(json.loads(line))), flush=True)
            while self.agenda and self.agenda[0][0] <= time.monotonic():
                _, _, action, arguments = heapq.heappop(self.agenda)
                action(*arguments)


Relay(open_tun(*sys.argv[1:3]), open_tun(*sys.argv[3:5])).run()
