// The programs that are measured beside each other, and what each is asked; none looks names up (-n).

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

/** Every verdict, as JSON. */
export const whyrst: Contender = {
  name: 'whyrst analyze --json',
  commandFor: (capture) => ({ program: process.execPath, args: [CLI, 'analyze', '--json', capture] }),
};

/** Only picks the packets out: what every other ratio refers to. It does not look into IPv6. */
export const filter: Contender = {
  name: "tcpdump -w /dev/null 'tcp[13]&4!=0'",
  commandFor: (capture) => ({ program: 'tcpdump', args: ['-n', '-r', capture, '-w', '/dev/null', 'tcp[13]&4!=0'] }),
};

export const others: readonly Contender[] = [
  { name: 'sha256sum', commandFor: (capture) => ({ program: 'sha256sum', args: [capture] }) },
  { name: 'tcptrace', commandFor: (capture) => ({ program: 'tcptrace', args: ['-n', capture] }), isSlow: true },
  {
    name: 'tshark -Y tcp.flags.reset==1',
    commandFor: (capture) => ({ program: 'tshark', args: ['-n', '-r', capture, '-Y', 'tcp.flags.reset==1'] }),
    isSlow: true,
  },
];
