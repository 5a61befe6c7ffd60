/** Joins what is written down about the RSTs of a capture with what the lab established of each of them. */
import type { WireReset } from './pcap.ts';
import type { ResetRule, WrittenTruth } from './scenario.ts';
import { isClient } from './topology.ts';
import type { Truth } from './truth.ts';

/** What one RST truly was, and what can be known of it at this vantage. */
export interface Known extends Truth {
  readonly cause: string;
  readonly sameTrace: readonly string[];
  /** Whether a good analyst could name the cause, and it alone, from this capture. */
  readonly knowable: boolean;
}

/** One written statement: which RSTs it is about, and what it says. */
export interface Statement {
  readonly fits: (reset: WireReset, truth: Truth) => boolean;
  readonly cause: string;
  readonly sameTrace: readonly string[];
  readonly knowable: boolean;
  /** It may happen, or not. */
  readonly optional?: true;
  /** Said of one RST in a list of all: what it says of further ones holds in the same connection only. */
  readonly listed?: true;
}

/** A truth that names builder, origin and kernel reason speaks of the RSTs of which the lab says the same. */
export function fromTruth(
  written: Omit<WrittenTruth, 'cause' | 'sameTrace'> & { cause: string; sameTrace: readonly string[] },
  knowable: boolean,
): Statement {
  return {
    fits: (_, { builder, origin, kernelReason }) =>
      builder === written.builder && origin === written.origin && kernelReason === written.kernelReason,
    cause: written.cause,
    sameTrace: written.sameTrace,
    knowable,
    listed: true,
  };
}

export function fromRule({ from, builder, kernelReason, port, cause, sameTrace, optional }: ResetRule): Statement {
  return {
    fits: (reset, truth) =>
      (from === undefined || from === (isClient(reset.source) ? 'client' : 'server')) &&
      (builder === undefined || builder === truth.builder) &&
      (kernelReason === undefined || kernelReason === truth.kernelReason) &&
      (port === undefined || port === reset.sourcePort || port === reset.destinationPort),
    cause,
    sameTrace,
    knowable: sameTrace.length === 0,
    ...(optional && { optional }),
  };
}

/** What is known of each RST, and what does not add up: a RST of which nothing is written, a statement about none. */
export function join(
  resets: readonly WireReset[],
  truths: readonly Truth[],
  statements: readonly Statement[],
): { readonly known: (Known | null)[]; readonly wrong: string[] } {
  const taken = new Map<Statement, string>();
  const wrong: string[] = [];
  const known = resets.map((reset, index): Known | null => {
    const truth = truths[index];
    if (truth === undefined) return null;
    const connection = connectionOf(reset);
    const fitting = statements.filter(({ fits }) => fits(reset, truth));
    const again = fitting.filter((each) => !each.listed || taken.get(each) === connection);
    const statement = fitting.find((each) => !taken.has(each)) ?? again.at(-1);
    if (statement === undefined) {
      wrong.push(`nothing is written about the RST in frame ${reset.frame}: ${word(truth)}`);
      return null;
    }
    taken.set(statement, connection);
    const { cause, sameTrace, knowable } = statement;
    return { ...truth, cause, sameTrace, knowable };
  });
  return { known, wrong: [...wrong, ...unmet(statements, taken)] };
}

/** The two ports, whichever way the RST goes; addresses may be translated on the way. */
function connectionOf({ sourcePort, destinationPort }: WireReset): string {
  return [sourcePort, destinationPort].sort((a, b) => a - b).join(' ');
}

/** How often something happens may vary; that it happens may not. */
function unmet(statements: readonly Statement[], taken: ReadonlyMap<Statement, string>): string[] {
  const met = new Set([...taken.keys()].map(({ cause }) => cause));
  const missing = statements.filter(({ cause, optional }) => !optional && !met.has(cause)).map(({ cause }) => cause);
  return [...new Set(missing)].map((cause) => `no RST of ${cause} was recorded`);
}

export function word({ builder, origin, kernelReason }: Truth): string {
  return `${builder}/${origin}/${kernelReason ?? 'no word of the kernel'}`;
}
