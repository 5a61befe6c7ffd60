/**
 * Health checks: one client opens a connection to a service at a fixed interval and drops it with a RST before a byte was sent.
 * Balancers and monitors do that to learn whether the port answers; nobody is hurt.
 */
import type { SeenSegment } from '../model/connection.ts';
import type { HealthCheck } from '../model/evidence.ts';
import type { Base } from './base.ts';

/** Fewer attempts are no rhythm. */
const FEWEST = 3;
/** How far an interval may be from the median one: timers of checkers are jittered a little. */
const SHARE = 0.15;
const SLACK_US = 250_000;
/** A check is over at once; a connection that is held open for longer is used for something. Microseconds. */
const LONGEST_CHECK_US = 10_000_000;
const QUOTED = 20;

/** The health checks among the RSTs of one service, by their RSTs. */
export function healthChecks(ofService: readonly Base[]): ReadonlyMap<SeenSegment, HealthCheck> {
  const byClient = new Map<string, Map<number, Base>>();
  for (const base of ofService) {
    if (!isEmpty(base)) continue;
    const { client } = base.event;
    const list = byClient.get(client.address) ?? new Map<number, Base>();
    byClient.set(client.address, list);
    if (!list.has(base.event.connection)) list.set(base.event.connection, base);
  }
  const found = new Map<SeenSegment, HealthCheck>();
  for (const list of byClient.values()) {
    const checks = [...list.values()];
    const check = rhythmOf(checks);
    if (check !== null) for (const { reset } of checks) found.set(reset, check);
  }
  return found;
}

/** Opened by the client, accepted, and reset by the client without a byte in either direction. */
function isEmpty({ senderRole, event, reset }: Base): boolean {
  const { client, server } = event;
  return (
    senderRole === 'client' &&
    client.syn !== null &&
    server.syn !== null &&
    client.bytes === 0 &&
    server.bytes === 0 &&
    client.fin === null &&
    reset.timeUs - client.syn.timeUs <= LONGEST_CHECK_US
  );
}

function rhythmOf(checks: readonly Base[]): HealthCheck | null {
  if (checks.length < FEWEST) return null;
  const times = checks.map(({ event, reset }) => event.client.syn?.timeUs ?? reset.timeUs).sort((a, b) => a - b);
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  const intervalUs = gaps.toSorted((a, b) => a - b)[gaps.length >>> 1] ?? 0;
  const allowed = Math.max(SLACK_US, SHARE * intervalUs);
  if (intervalUs <= allowed || gaps.some((gap) => Math.abs(gap - intervalUs) > allowed)) return null;
  return { intervalUs, count: checks.length, frames: checks.slice(0, QUOTED).map(({ reset }) => reset.frame) };
}
