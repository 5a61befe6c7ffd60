/** Which findings make a pipeline fail: `--fail-on`, and what is new against a baseline. */
import { causeIds } from '../model/cause-ids.ts';
import { WhyrstError } from '../model/errors.ts';
import { confidences, impacts } from '../model/judgement.ts';
import type { Analysis, Finding } from '../model/verdict.ts';

/** Whether a finding has what was asked for. */
type Test = (finding: Finding) => boolean;

/** Surest first: each word also means those before it. */
const CONFIDENCES: readonly string[] = confidences.filter((each) => each !== 'undetermined');
const IMPACTS: readonly string[] = impacts;
const CAUSES: readonly string[] = [...causeIds, 'undetermined'];
const CAUSE = 'cause=';
const NEW = 'new';

/** A condition as it was asked for. */
export interface FailOn {
  readonly test: Test;
  /** It asks what is new, which only a baseline can tell. */
  readonly needsBaseline: boolean;
}

/** Reads `likely+disruptive,cause=nat-rebind`: a comma is "or", a plus is "and". */
export function parseFailOn(text: string): FailOn {
  const alternatives = text.split(',').map((condition) => condition.split('+').map((word) => word.trim()));
  const tests = alternatives.map((words) => words.map(testOf));
  return {
    test: (finding) => tests.some((all) => all.every((test) => test(finding))),
    needsBaseline: alternatives.flat().includes(NEW),
  };
}

function testOf(word: string): Test {
  if (word === 'any') return () => true;
  if (word === NEW) return ({ standing }) => standing === 'new';
  const least = CONFIDENCES.indexOf(word);
  if (least >= 0) return ({ confidence }) => CONFIDENCES.slice(0, least + 1).includes(confidence);
  if (IMPACTS.includes(word)) return ({ impact }) => impact === word;
  const id = word.startsWith(CAUSE) ? word.slice(CAUSE.length) : '';
  if (CAUSES.includes(id)) return ({ cause }) => cause === id;
  const known = ['any', NEW, ...CONFIDENCES, ...IMPACTS, `${CAUSE}port-closed`].join(', ');
  throw new WhyrstError('usage/bad-fail-on', { value: word, known });
}

/** What a pipeline is told. */
export interface Gate {
  /** Why it fails: a condition was met, or something is new; null: it passes. */
  readonly failed: 'condition' | 'new' | null;
  /** Ids of the findings that a list of tests shows as failed. */
  readonly failing: ReadonlySet<string>;
}

/**
 * What was asked for decides; without it, what is new; without a baseline nothing fails, and a list of tests shows what may have
 * hurt the service. Findings that a rule puts aside never count.
 */
export function gateOf({ findings, triage }: Pick<Analysis, 'findings' | 'triage'>, failOn: FailOn | null): Gate {
  const isCompared = (triage?.baseline ?? null) !== null;
  const test: Test = failOn?.test ?? (isCompared ? ({ standing }) => standing === 'new' : mayHurt);
  const failing = new Set(findings.filter((each) => each.suppressedBy === null && test(each)).map(({ id }) => id));
  if (failing.size === 0) return { failed: null, failing };
  if (failOn !== null) return { failed: 'condition', failing };
  return { failed: isCompared ? 'new' : null, failing };
}

const mayHurt: Test = ({ impact }) => impact === 'disruptive' || impact === 'unknown';
