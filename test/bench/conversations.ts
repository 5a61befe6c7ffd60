// What happens on the connections of the big capture, told as seen near the server.

import { ACK, FIN, type Link, PSH, RST, SYN } from './link.ts';
import type { Random } from './random.ts';
import type { Conversation } from './timeline.ts';

const SECOND = 1e6;
/** Payload of a full segment: Ethernet, IPv4 or IPv6, timestamps. */
const FULL_SEGMENT = 1428;
/** Segments that are sent before an acknowledgement is waited for: the initial window (RFC 6928). */
const BURST = 10;
/** One burst in so many loses its last segment. */
const LOSS = 1 / 100;
/** Between two packets that one host sends at once, microseconds. */
const BACK_TO_BACK_US = 12;
/** How long the server thinks before it answers, on average, microseconds. */
const SERVER_TIME_US = 2000;

/** One connection and what it needs to proceed. */
export interface Setting {
  readonly link: Link;
  readonly random: Random;
  /** From the capture point to the client and back, microseconds. */
  readonly roundTripUs: number;
}

type Plot = (setting: Setting) => Conversation;

function* handshake({ link, roundTripUs }: Setting): Conversation {
  link.send(link.client, SYN);
  yield 40;
  link.send(link.server, SYN | ACK);
  yield roundTripUs;
  link.send(link.client, ACK);
  yield 30;
}

/** A request and its answer, which goes out in bursts; the client acknowledges every second segment. */
function* exchange(setting: Setting, answerBytes: number): Conversation {
  const { link, random } = setting;
  link.send(link.client, PSH | ACK, random.between(60, 700));
  yield 25;
  link.send(link.server, ACK);
  yield random.around(SERVER_TIME_US);
  for (let left = answerBytes; left > 0; left -= BURST * FULL_SEGMENT) {
    yield* burst(setting, Math.min(left, BURST * FULL_SEGMENT));
  }
}

/** As much as the congestion window lets out at once, and what comes back for it. */
function* burst({ link, random, roundTripUs }: Setting, bytes: number): Conversation {
  const segments = Math.ceil(bytes / FULL_SEGMENT);
  for (let n = 1; n <= segments; n++) {
    const payload = n < segments ? FULL_SEGMENT : bytes - (segments - 1) * FULL_SEGMENT;
    link.send(link.server, n < segments ? ACK : PSH | ACK, payload);
    yield BACK_TO_BACK_US;
  }
  yield roundTripUs;
  if (random.fraction() < LOSS) {
    link.send(link.server, PSH | ACK, Math.min(bytes, FULL_SEGMENT), {
      seq: link.server.next - Math.min(bytes, FULL_SEGMENT),
    });
    yield roundTripUs;
  }
  const start = link.server.next - bytes;
  for (let n = 2; n < segments + 2; n += 2) {
    link.send(link.client, ACK, 0, { ack: start + Math.min(n * FULL_SEGMENT, bytes) });
    yield BACK_TO_BACK_US;
  }
}

/** Several exchanges with pauses between them. */
function* talk(setting: Setting, exchanges: number, pauseUs: number): Conversation {
  for (let n = 0; n < exchanges; n++) {
    yield* exchange(setting, answerSize(setting.random));
    yield setting.random.around(pauseUs);
  }
}

/** Most answers fit into one segment, a few are downloads. */
function answerSize(random: Random): number {
  const mean = random.choose([
    [0.78, 350],
    [0.2, 3200],
    [0.02, 30_000],
  ]);
  return Math.ceil(random.around(mean)) + 20;
}

function* close({ link, roundTripUs }: Setting): Conversation {
  link.send(link.client, FIN | ACK);
  yield 60;
  link.send(link.server, FIN | ACK);
  yield roundTripUs;
  link.send(link.client, ACK);
}

function* ordinary(setting: Setting): Conversation {
  yield* handshake(setting);
  yield* talk(setting, setting.random.between(2, 15), 0.5 * SECOND);
  yield* close(setting);
}

/** Talks now and then and is still open when the capture ends. */
function* longLived(setting: Setting): Conversation {
  yield* handshake(setting);
  for (;;) yield* talk(setting, 1, 40 * SECOND);
}

/** Is silent but for answered keep-alives, then goes on and closes. */
function* idle(setting: Setting): Conversation {
  const { link, random, roundTripUs } = setting;
  yield* handshake(setting);
  yield* talk(setting, 3, SECOND);
  for (let n = random.between(1, 6); n > 0; n--) {
    yield 45 * SECOND;
    link.send(link.server, ACK, 0, { seq: link.server.next - 1 });
    yield roundTripUs;
    link.send(link.client, ACK);
  }
  yield* talk(setting, 2, SECOND);
  yield* close(setting);
}

/** Nobody listens on the port. */
function* refused({ link }: Setting): Conversation {
  link.send(link.client, SYN);
  yield 40;
  link.send(link.server, RST | ACK, 0, { seq: 0, ack: link.client.next, isBare: true });
}

/** The server program closes with a request unread. */
function* closedUnread(setting: Setting): Conversation {
  const { link, random } = setting;
  yield* handshake(setting);
  yield* talk(setting, random.between(1, 4), 0.2 * SECOND);
  link.send(link.client, PSH | ACK, 900);
  yield 30;
  link.send(link.server, ACK);
  yield 900;
  link.send(link.server, RST | ACK, 0, { ack: link.client.next, window: 501 });
}

/** The client gives up in the middle of an answer; what was in flight draws more RSTs. */
function* clientAborts(setting: Setting): Conversation {
  const { link, random, roundTripUs } = setting;
  yield* handshake(setting);
  yield* talk(setting, random.between(1, 4), 0.2 * SECOND);
  link.send(link.client, PSH | ACK, 300);
  yield 2000;
  const sent: number[] = [];
  for (let n = 0; n < 3; n++) {
    link.send(link.server, ACK, FULL_SEGMENT);
    sent.push(link.server.next);
    yield BACK_TO_BACK_US;
  }
  yield roundTripUs;
  link.send(link.client, RST | ACK, 0, { ack: sent[0] ?? 0 });
  yield 20;
  link.send(link.client, RST, 0, { ack: 0, isBare: true });
}

/** The server has forgotten an idle connection and answers its next request with a RST. */
function* forgotten(setting: Setting): Conversation {
  const { link, random } = setting;
  yield* handshake(setting);
  yield* talk(setting, random.between(1, 4), 0.2 * SECOND);
  yield 200 * SECOND;
  link.send(link.client, PSH | ACK, 250);
  yield 35;
  link.send(link.server, RST, 0, { seq: link.server.next, ack: 0, isBare: true });
}

/** The client sends data after both FINs. */
function* lateData(setting: Setting): Conversation {
  const { link } = setting;
  yield* handshake(setting);
  yield* talk(setting, 2, 0.1 * SECOND);
  link.send(link.server, FIN | ACK);
  yield setting.roundTripUs;
  link.send(link.client, PSH | ACK, 31);
  yield 30;
  link.send(link.server, RST, 0, { seq: link.server.next, ack: 0, isBare: true });
}

/** A device on the path ends the connection towards both sides. */
function* cutByDevice(setting: Setting): Conversation {
  const { link, random, roundTripUs } = setting;
  yield* handshake(setting);
  yield* talk(setting, random.between(1, 3), 0.2 * SECOND);
  link.send(link.client, PSH | ACK, 400);
  yield roundTripUs / 20;
  link.send(link.client, RST, 0, { ack: 0, ttl: 251, isBare: true });
  yield 40;
  link.send(link.server, ACK);
}

const PLOTS: readonly (readonly [number, Plot])[] = [
  [0.925, ordinary],
  [0.03, longLived],
  [0.03, idle],
  [0.005, refused],
  [0.003, closedUnread],
  [0.003, clientAborts],
  [0.0015, forgotten],
  [0.0015, lateData],
  [0.001, cutByDevice],
];

/** A conversation of a kind that is chosen at random: 1.5 % of all end in a RST. */
export function conversation(setting: Setting): Conversation {
  return setting.random.choose(PLOTS)(setting);
}
