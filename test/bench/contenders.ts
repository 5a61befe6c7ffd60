// The programs that are measured beside each other, and what each is asked.

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Command } from './measure.ts';

/** A program that reads the capture for its RSTs. */
export interface Contender {
  readonly name: string;
  readonly commandFor: (capture: string) => Command;
  /** Takes minutes on a large capture: it is run once, on the smallest one. */
  readonly isSlow?: boolean;
}

const CLI = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const PIPELINE = new URL('../../dist/pipeline.js', import.meta.url).href;

/** Every verdict, as JSON. */
export const whyrst: Contender = {
  name: 'whyrst analyze --json',
  commandFor: (capture) => ({ program: process.execPath, args: [...analysis(), capture] }),
};

/** Without the command line, the analysis that it would call. */
function analysis(): readonly string[] {
  if (existsSync(CLI)) return [CLI, 'analyze', '--json'];
  return ['-e', `import('${PIPELINE}').then(({ analyze }) => analyze(process.argv[1]))`];
}

/** Only picks the packets out: what every other ratio refers to. It does not look into IPv6. */
export const filter: Contender = {
  name: "tcpdump -w /dev/null 'tcp[13]&4!=0'",
  commandFor: (capture) => ({ program: 'tcpdump', args: ['-r', capture, '-w', '/dev/null', 'tcp[13]&4!=0'] }),
};

export const others: readonly Contender[] = [
  { name: 'sha256sum', commandFor: (capture) => ({ program: 'sha256sum', args: [capture] }) },
  { name: 'tcptrace', commandFor: (capture) => ({ program: 'tcptrace', args: [capture] }), isSlow: true },
  {
    name: 'tshark -Y tcp.flags.reset==1',
    commandFor: (capture) => ({ program: 'tshark', args: ['-r', capture, '-Y', 'tcp.flags.reset==1'] }),
    isSlow: true,
  },
];
