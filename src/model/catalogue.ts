/**
 * The shape of the files in locales/<tag>/. Sentences are ICU messages; their arguments are facts, printed as narrative/quantities.ts says:
 * durations come with their unit, counts and bytes are bare numbers that ICU `plural` takes as well.
 */

/** Sentences for one sign: what it means when seen, and when it was looked for and not found. */
export interface SignText {
  readonly seen: string;
  readonly absent: string;
}

/** locales/<tag>/causes/<id>.json */
export interface CauseText {
  /** Short name, as in a heading. */
  readonly title: string;
  /** One sentence for the customer: who acted and what happened. No hex, no RFC number. May quote common facts. */
  readonly verdict: string;
  /** Two to four sentences for the engineer: how this cause works in any TCP. Names no function and no setting of one system. */
  readonly explanation: string;
  /** How Linux does it: functions, settings, counters. Said only of hosts that run Linux, or may. */
  readonly linux?: string;
  /** What it means for the customer's business: one or two sentences. */
  readonly impact: string;
  readonly signs: Readonly<Record<string, SignText>>;
  /** Ways to prevent it, most effective first. */
  readonly mitigations: readonly string[];
  /** What distinguishes this cause from its neighbours: one sentence, used where it is an alternative ("decides"). */
  readonly decides: string;
}

/** One step of a checklist. */
export interface CheckText {
  /** What to do, as an instruction. */
  readonly action: string;
  /**
   * Command to run; the same in every language; '' when the step has none (look into a log, ask a provider). No ICU message: braces and quotes
   * stay as they are, only names of the list in narrative/command.ts are replaced, such as `{clientAddress}` or `{serverPort}`.
   */
  readonly command: string;
  /** What a healthy result looks like. */
  readonly expected: string;
  /** What each outcome means. */
  readonly meaning: string;
}

/** One claim that people make about RST. Markdown code spans are the only markup. */
export interface ClaimText {
  /** As people say it. */
  readonly claim: string;
  /** What the protocol and the kernel really do. */
  readonly truth: string;
  /** How to say it to a customer. */
  readonly say: string;
}

/** locales/<tag>/claims.json */
export type ClaimsText = Readonly<Record<string, ClaimText>>;

/** locales/<tag>/checks.json */
export type ChecksText = Readonly<Record<string, CheckText>>;

/** One error: what happened and what to do next. */
export interface ErrorText {
  readonly message: string;
  readonly hint: string;
}

/** locales/<tag>/errors.json */
export interface ErrorsText {
  readonly errors: Readonly<Record<string, ErrorText>>;
  readonly diagnostics: Readonly<Record<string, string>>;
}

/** locales/<tag>/common.json: nested objects of messages, addressed by dotted keys. */
export interface CommonText {
  readonly [key: string]: string | CommonText;
}
