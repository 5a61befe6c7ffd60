/**
 * Health checks: one client opens a connection to a service at a fixed interval and drops it with a RST before a byte was sent.
 * Balancers and monitors do that to learn whether the port answers; nobody is hurt.
 */
import type { HealthCheck } from '../model/evidence.ts';
import type { Base } from './base.ts';
import type { Check, Neighbour } from './neighbour.ts';

/** Fewer attempts are no rhythm. */
const FEWEST = 3;
/** How far an interval may be from the median one: timers of checkers are jittered a little. */
const SHARE = 0.15;
const SLACK_US = 250_000;
/** A check is over at once; a connection that is held open for longer is used for something. Microseconds. */
const LONGEST_CHECK_US = 10_000_000;
const QUOTED = 20;

/** Opened by the client, accepted, and reset by the client without a byte in either direction. */
export function checkOf({ senderRole, event, reset }: Base): Check | null {
  const { client, server } = event;
  return senderRole === 'client' &&
    client.syn !== null &&
    server.syn !== null &&
    client.bytes === 0 &&
    server.bytes === 0 &&
    client.fin === null &&
    reset.timeUs - client.syn.timeUs <= LONGEST_CHECK_US
    ? { client: client.address, synUs: client.syn.timeUs }
    : null;
}

interface Attempt extends Check {
  readonly frame: number;
}

/** The health checks among the RSTs of one service, by the frames of their RSTs. */
export function healthChecks(ofService: readonly Neighbour[]): ReadonlyMap<number, HealthCheck> {
  const byClient = new Map<string, Map<number, Attempt>>();
  for (const { check, connection, frame } of ofService) {
    if (check === null) continue;
    const list = byClient.get(check.client) ?? new Map<number, Attempt>();
    byClient.set(check.client, list);
    if (!list.has(connection)) list.set(connection, { ...check, frame });
  }
  const found = new Map<number, HealthCheck>();
  for (const list of byClient.values()) {
    const attempts = [...list.values()];
    const check = rhythmOf(attempts);
    if (check !== null) for (const { frame } of attempts) found.set(frame, check);
  }
  return found;
}

function rhythmOf(checks: readonly Attempt[]): HealthCheck | null {
  if (checks.length < FEWEST) return null;
  const times = checks.map(({ synUs }) => synUs).sort((a, b) => a - b);
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  const intervalUs = gaps.toSorted((a, b) => a - b)[gaps.length >>> 1] ?? 0;
  const allowed = Math.max(SLACK_US, SHARE * intervalUs);
  if (intervalUs <= allowed || gaps.some((gap) => Math.abs(gap - intervalUs) > allowed)) return null;
  return { intervalUs, count: checks.length, frames: checks.slice(0, QUOTED).map(({ frame }) => frame) };
}
