/** Plays one scenario on a fresh network and tells what really happened. */
import { mkdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { stretch } from './chance.ts';
import { Crew } from './crew.ts';
import type { Scenario } from './scenario.ts';
import type { Take } from './take.ts';
import * as topology from './topology.ts';
import type { ResetTrace, TracedReset } from './trace.ts';

/** Packets still on the slow path, and the last ones on their way to the file. */
const SETTLE_MS = 300;
/** A scenario that is not over by then has gone wrong; its programs are ended, and what waits for them fails. */
const LIMIT_MS = 60_000;

/** Builds the network, plays, records, and takes everything down again. */
export async function play(scenario: Scenario, folder: string, trace: ResetTrace): Promise<Take[]> {
  mkdirSync(folder, { recursive: true });
  topology.build();
  const crew = new Crew(folder, scenario);
  const limit = setTimeout(() => void crew.dismiss(), LIMIT_MS);
  try {
    await crew.record(false);
    trace.clear();
    const longer = scenario.exactTiming ? 1 : stretch();
    await crew.slow(longer);
    await scenario.play(crew.stage(longer));
    await sleep(SETTLE_MS);
    await crew.stopRecording();
    return crew.takes({ traced: witnessed(trace), ...(await crew.boxes()) });
  } finally {
    clearTimeout(limit);
    await crew.dismiss();
    topology.remove();
  }
}

/** The trace names no destination for a listener. */
const ANY = ['0.0.0.0', '::'];

/** The RSTs of this network that the kernel traced; its counters, read before and after, must bear the trace out. */
function witnessed(trace: ResetTrace): TracedReset[] {
  const least = topology.countSentResets();
  const ours = topology.addresses();
  const traced = trace
    .read()
    .filter(({ source, destination }) => ours.has(source) && (ours.has(destination) || ANY.includes(destination)));
  const most = topology.countSentResets();
  if (traced.length < least || traced.length > most) {
    throw new Error(`the kernel traced ${traced.length} RSTs and counted ${least} to ${most}`);
  }
  return traced;
}
