/**
 * The inner half of the lab: runs as the first process of its own mount, network and PID namespaces (see pool.ts), so that
 * whatever it starts or mounts disappears with it, however it ends. Reads orders from standard input, one JSON line each,
 * and writes one JSON line for each scenario that it has played and judged. The end of the input is the order to leave.
 */
import { existsSync, mkdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { begin } from './chance.ts';
import { copy, judge, store } from './judge.ts';
import type { Order, Result } from './order.ts';
import { play } from './play.ts';
import type { Scenario } from './scenario.ts';
import type { Take } from './take.ts';
import { run } from './topology.ts';
import { ResetTrace, removeStaleTraces } from './trace.ts';

const SCENARIOS = fileURLToPath(new URL('scenarios', import.meta.url));
/** Recordings go to the private /run and disappear with it. */
const TAKES = '/run/takes';
/** Exit code after a signal, as shells count it. */
const INTERRUPTED = 130;

/** Hides the host's namespaces' names behind an empty folder and makes the kernel's tracing reachable. */
function furnish(): void {
  run('mount', ['-t', 'tmpfs', 'none', '/run']);
  mkdirSync('/run/netns');
  if (!existsSync('/sys/kernel/tracing/instances')) run('mount', ['-t', 'tracefs', 'tracefs', '/sys/kernel/tracing']);
}

/**
 * A play can fail before anything is judged: the machine was too busy for its timing, or another lab used the same addresses in
 * the same second. A second try decides; a judgement is never repeated.
 */
async function playTwiceAtMost(action: () => Promise<Take[]>): Promise<{ takes: Take[]; repeated?: string }> {
  try {
    return { takes: await action() };
  } catch (error) {
    return { takes: await action(), repeated: error instanceof Error ? error.message : String(error) };
  }
}

async function obey({ scenario: name, record, keep }: Order, trace: ResetTrace): Promise<Result> {
  try {
    const { scenario } = (await import(join(SCENARIOS, `${name}.ts`))) as { scenario: Scenario };
    begin(name);
    const { takes, repeated } = await playTwiceAtMost(() => play(scenario, join(TAKES, name), trace));
    if (record) store(takes);
    if (keep !== null) copy(takes, keep);
    return { scenario: name, ...(await judge(name, scenario, takes, record)), ...(repeated && { repeated }) };
  } catch (error) {
    const wrong = [error instanceof Error ? error.message : String(error)];
    return { scenario: name, control: false, rows: [], captures: 0, unwritten: [], wrong };
  }
}

function main(): void {
  furnish();
  // /proc is still that of the host: process ids there are those that name the instances.
  removeStaleTraces((pid) => existsSync(`/proc/${pid}`));
  const trace = new ResetTrace(Number(readlinkSync('/proc/self')));
  const leave = (): void => {
    trace.remove();
    process.exit(INTERRUPTED);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, leave);
  const orders = createInterface(process.stdin);
  orders.on('line', (line) => {
    void obey(JSON.parse(line) as Order, trace).then((result) => process.stdout.write(`${JSON.stringify(result)}\n`));
  });
  orders.on('close', leave);
}

main();
