/**
 * The inner half of the lab: runs as the first process of its own mount, network and PID namespaces (see run.ts), so that
 * whatever it starts or mounts disappears with it, however it ends. Arguments: [--write] [scenario...].
 */
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { play, type Take } from './play.ts';
import { differences, type Sample } from './sample.ts';
import type { Scenario } from './scenario.ts';
import { run } from './topology.ts';
import { ResetTrace, removeStaleTraces } from './trace.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SCENARIOS = join(ROOT, 'test/lab/scenarios');

/** Recordings go to the private /run and disappear with it. */
const TAKES = '/run/takes';
/** Exit code after a signal, as shells count it. */
const INTERRUPTED = 130;
const USAGE = 2;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Hides the host's namespaces' names behind an empty folder and makes the kernel's tracing reachable. */
function furnish(): void {
  run('mount', ['-t', 'tmpfs', 'none', '/run']);
  mkdirSync('/run/netns');
  if (!existsSync('/sys/kernel/tracing/instances')) run('mount', ['-t', 'tracefs', 'tracefs', '/sys/kernel/tracing']);
}

/** Compares a recording with its sample, or stores it. Returns what is wrong. */
function judge({ sample, file, truths, spec }: Take, write: boolean): string[] {
  const folder = join(ROOT, 'samples', sample);
  if (spec.resets !== undefined && !existsSync(folder)) return differences(spec.resets, truths);
  if (write) {
    mkdirSync(folder, { recursive: true });
    copyFileSync(file, join(folder, 'capture.pcap'));
  }
  const description = join(folder, 'sample.json');
  if (!existsSync(description)) return [`${description} is missing; recorded: ${JSON.stringify(truths)}`];
  const { resets: written } = JSON.parse(readFileSync(description, 'utf8')) as Sample;
  return differences(
    written.map(({ truth }) => truth),
    truths,
  );
}

async function playAll(names: readonly string[], write: boolean, trace: ResetTrace): Promise<number> {
  const count = { passed: 0, failed: 0 };
  for (const name of names) {
    const { scenario } = (await import(join(SCENARIOS, `${name}.ts`))) as { scenario: Scenario };
    const takes = await play(scenario, join(TAKES, name), trace).catch((error: unknown) => String(error));
    const wrong =
      typeof takes === 'string'
        ? [takes]
        : takes.flatMap((take) => judge(take, write).map((difference) => `${take.sample}: ${difference}`));
    count[wrong.length === 0 ? 'passed' : 'failed'] += 1;
    say(`${wrong.length === 0 ? 'ok  ' : 'FAIL'} ${name}`);
    for (const line of wrong) say(`     ${line}`);
  }
  say(`${count.passed} passed, ${count.failed} failed`);
  return count.failed;
}

async function main(args: readonly string[]): Promise<void> {
  const [owner, ...rest] = args;
  const write = rest.includes('--write');
  const wanted = rest.filter((each) => each !== '--write');
  const known = readdirSync(SCENARIOS).map((file) => basename(file, '.ts'));
  const unknown = wanted.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    say(`no scenario ${unknown.join(', ')} in test/lab/scenarios`);
    process.exit(USAGE);
  }

  furnish();
  // /proc is still that of the host: process ids there are those that named the instances.
  removeStaleTraces((pid) => pid !== Number(owner) && existsSync(`/proc/${pid}`));
  const trace = new ResetTrace(Number(owner));
  const leave = (): void => {
    trace.remove();
    process.exit(INTERRUPTED);
  };
  process.stdin.on('end', leave).resume();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, leave);
  try {
    process.exitCode = (await playAll(wanted.length > 0 ? wanted : known, write, trace)) > 0 ? 1 : 0;
  } finally {
    trace.remove();
    process.stdin.destroy();
  }
}

await main(process.argv.slice(2));
