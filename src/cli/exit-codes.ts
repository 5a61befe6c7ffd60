import type { ErrorCode } from '../model/errors.ts';

/** What the process says when it ends. */
export const exitCodes = {
  ...{ done: 0, bug: 1, usage: 2, input: 3, output: 4, ticket: 5 },
  /** A finding is what `--fail-on` asks for. */
  failOn: 10,
  /** A finding is not in the baseline. */
  newFinding: 11,
  /** A pack is not what its manifest says, or does not fit the capture. */
  unverified: 12,
  interrupted: 130,
} as const;

/** The exit code for an error, by the first word of its code. */
export function exitCodeOf(code: ErrorCode): number {
  if (code.startsWith('usage/')) return exitCodes.usage;
  if (code.startsWith('ticket/')) return exitCodes.ticket;
  return code.startsWith('output/') ? exitCodes.output : exitCodes.input;
}
