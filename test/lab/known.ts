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
  };
}

export function fromRule({ from, builder, kernelReason, port, cause, sameTrace }: ResetRule): Statement {
  return {
    fits: (reset, truth) =>
      (from === undefined || from === (isClient(reset.source) ? 'client' : 'server')) &&
      (builder === undefined || builder === truth.builder) &&
      (kernelReason === undefined || kernelReason === truth.kernelReason) &&
      (port === undefined || port === reset.sourcePort || port === reset.destinationPort),
    cause,
    sameTrace,
    knowable: sameTrace.length === 0,
  };
}

/** What is known of each RST, and what does not add up: a RST of which nothing is written, a statement about none. */
export function join(
  resets: readonly WireReset[],
  truths: readonly Truth[],
  statements: readonly Statement[],
): { readonly known: (Known | null)[]; readonly wrong: string[] } {
  const free = new Set(statements);
  const wrong: string[] = [];
  const known = resets.map((reset, index): Known | null => {
    const truth = truths[index];
    if (truth === undefined) return null;
    const fitting = statements.filter(({ fits }) => fits(reset, truth));
    const statement = fitting.find((each) => free.has(each)) ?? fitting.at(-1);
    if (statement === undefined) {
      wrong.push(`nothing is written about the RST in frame ${reset.frame}: ${word(truth)}`);
      return null;
    }
    free.delete(statement);
    const { cause, sameTrace, knowable } = statement;
    return { ...truth, cause, sameTrace, knowable };
  });
  return { known, wrong: [...wrong, ...unmet(statements, free)] };
}

/** How often something happens may vary; that it happens may not. */
function unmet(statements: readonly Statement[], free: ReadonlySet<Statement>): string[] {
  const met = new Set(statements.filter((each) => !free.has(each)).map(({ cause }) => cause));
  const missing = new Set([...free].map(({ cause }) => cause).filter((cause) => !met.has(cause)));
  return [...missing].map((cause) => `no RST of ${cause} was recorded`);
}

export function word({ builder, origin, kernelReason }: Truth): string {
  return `${builder}/${origin}/${kernelReason ?? 'no word of the kernel'}`;
}
