// Hot path where a filter is given: runs once per segment. No allocation.
// A filter made ready: each address is compared once and its answer kept.

import type { AddressBook } from '../model/addresses.ts';
import type { Segment } from '../model/segment.ts';
import { holds, parseHost } from './address.ts';
import type { Direction, Expression, Network } from './expression.ts';

/** Whether a condition holds; `turned` asks about the same segment as if it went the other way. */
type Test = (segment: Segment, turned: boolean) => boolean;

/** A filter over the segments of one capture. */
export interface SegmentFilter {
  /** Whether the segment matches. */
  readonly matches: (segment: Segment) => boolean;
  /** Whether it would match if it went the other way: if not, the filter takes one direction of a connection. */
  readonly matchesTurned: (segment: Segment) => boolean;
}

/** Makes a filter ready for the addresses of one capture. */
export function segmentFilter(expression: Expression, addresses: AddressBook): SegmentFilter {
  const test = testOf(expression, addresses);
  return { matches: (segment) => test(segment, false), matchesTurned: (segment) => test(segment, true) };
}

function testOf(expression: Expression, addresses: AddressBook): Test {
  switch (expression.kind) {
    case 'all':
      return () => true;
    case 'version':
      return (segment) => segment.ipVersion === expression.version;
    case 'not': {
      const of = testOf(expression.of, addresses);
      return (segment, turned) => !of(segment, turned);
    }
    case 'and': {
      const [left, right] = [testOf(expression.left, addresses), testOf(expression.right, addresses)];
      return (segment, turned) => left(segment, turned) && right(segment, turned);
    }
    case 'or': {
      const [left, right] = [testOf(expression.left, addresses), testOf(expression.right, addresses)];
      return (segment, turned) => left(segment, turned) || right(segment, turned);
    }
    case 'ports': {
      const { from, to, direction } = expression;
      return portTest((port) => port >= from && port <= to, direction);
    }
    case 'network':
      return addressTest(new Members(expression.network, addresses), expression.direction);
  }
}

function portTest(isOne: (port: number) => boolean, direction: Direction): Test {
  return ({ sourcePort, destinationPort }, turned) => {
    const source = turned ? destinationPort : sourcePort;
    const destination = turned ? sourcePort : destinationPort;
    return asked(direction, isOne(source), isOne(destination));
  };
}

function addressTest(members: Members, direction: Direction): Test {
  return ({ source, destination }, turned) => {
    const from = turned ? destination : source;
    const to = turned ? source : destination;
    return asked(direction, members.has(from), members.has(to));
  };
}

function asked(direction: Direction, source: boolean, destination: boolean): boolean {
  switch (direction) {
    case 'src':
      return source;
    case 'dst':
      return destination;
    case 'either':
      return source || destination;
    case 'both':
      return source && destination;
  }
}

const UNKNOWN = 0;
const INSIDE = 1;
const OUTSIDE = 2;

/** Which addresses belong to a network: looked at once each. */
class Members {
  readonly #network: Network;
  readonly #addresses: AddressBook;
  #answers = new Uint8Array(1024);

  constructor(network: Network, addresses: AddressBook) {
    this.#network = network;
    this.#addresses = addresses;
  }

  has(id: number): boolean {
    if (id >= this.#answers.length) this.#grow(id);
    let answer = this.#answers[id] ?? UNKNOWN;
    if (answer === UNKNOWN) {
      const address = parseHost(this.#addresses.format(id));
      answer = address !== null && holds(this.#network, address) ? INSIDE : OUTSIDE;
      this.#answers[id] = answer;
    }
    return answer === INSIDE;
  }

  #grow(id: number): void {
    const larger = new Uint8Array(Math.max(id + 1, 2 * this.#answers.length));
    larger.set(this.#answers);
    this.#answers = larger;
  }
}
