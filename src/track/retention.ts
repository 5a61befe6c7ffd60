/** Decides what tracking forgets, so that memory has a bound whatever the capture holds. */
import type { Connection } from './connection.ts';
import type { ConnectionTable } from './connection-table.ts';

/** Connections remembered at most: about 2.2 kB each when they are many, so less than 100 MB. */
const MAX_CONNECTIONS = 40_960;
/** Below this there is room enough: nothing is forgotten. */
const FEW_CONNECTIONS = 8192;
/** Segments remembered per connection while connections are few, and when they are many. */
const RECENT_OF_FEW = 32;
const RECENT_OF_MANY = 8;
/** A connection that ended and kept silent for twice the TIME-WAIT of Linux (TCP_TIMEWAIT_LEN, 60 s) will not speak again. */
const ENDED_FOR_US = 120e6;
/** Before the table grows, those go that kept silent for one TIME-WAIT: so long their hosts themselves remembered them. */
const ENDED_FOR_LEAST_US = 60e6;
/** What is forgotten at once when the table is full: rarely done, so that it costs little per connection. */
const FORGOTTEN_SHARE = 1 / 8;

/** Keeps count of what was forgotten, and chooses what goes next. */
export class Retention {
  readonly #max: number;
  #limit: number;
  /** Connections that were dropped although they had not ended. */
  forgotten = 0;

  constructor(maxConnections = MAX_CONNECTIONS) {
    this.#max = Math.max(1, maxConnections);
    this.#limit = Math.min(FEW_CONNECTIONS, this.#max);
  }

  /** How many of its last segments a connection keeps. */
  recentSegments(connections: number): number {
    return connections <= FEW_CONNECTIONS ? RECENT_OF_FEW : RECENT_OF_MANY;
  }

  /** The connections to forget before one more is opened: first those that ended long ago, then the longest idle. */
  makeRoom(table: ConnectionTable, nowUs: number): readonly Connection[] {
    if (table.size < this.#limit) return [];
    const all = table.all();
    const silentFor = (us: number): Connection[] => all.filter((each) => hasEnded(each) && nowUs - each.lastUs > us);
    const ended = silentFor(ENDED_FOR_US);
    if (ended.length >= all.length * FORGOTTEN_SHARE) return ended;
    const justEnded = silentFor(ENDED_FOR_LEAST_US);
    if (justEnded.length >= all.length * FORGOTTEN_SHARE) return justEnded;
    if (this.#limit < this.#max) {
      this.#limit = Math.min(this.#limit * 2, this.#max);
      return ended;
    }
    const share = Math.ceil(all.length * FORGOTTEN_SHARE);
    const lastTimes = Float64Array.from(all, (each) => each.lastUs).sort();
    const newest = lastTimes[share - 1] ?? nowUs;
    const idle = all.filter((each) => each.lastUs <= newest).slice(0, share);
    this.forgotten += idle.filter((each) => !hasEnded(each)).length;
    return idle;
  }
}

function hasEnded(connection: Connection): boolean {
  return connection.isClosed || connection.hasReset;
}
