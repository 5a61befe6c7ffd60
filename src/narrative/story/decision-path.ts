import type { Step, Verdict } from '../../model/verdict.ts';
import { codeSpan } from '../escape.ts';
import type { Voice } from '../voice.ts';
import { kernelOf, originsOf } from './kernel.ts';
import { traceSentence } from './kernel-trace.ts';
import { textsOf } from './subject.ts';

/** One step that the segment took through the kernel or a box. */
interface PathStep {
  readonly number: string;
  readonly mark: string;
  readonly outcome: string;
  readonly sentence: string;
  readonly source: string;
}

/** Why this RST was sent: the rule that was followed, step by step. */
export interface DecisionPath {
  readonly explanation: string;
  readonly steps: readonly PathStep[];
  readonly anySteps: boolean;
  /** Says when the kernel functions apply, where that is not known; else null. */
  readonly caveat: string | null;
  /** Which step decided, in one sentence; null when no step is known to have failed. */
  readonly decided: string | null;
  readonly builder: string;
  /** What the kernel's own tracepoint would print; null for a host without it. */
  readonly trace: string | null;
}

const MARKS = { passed: '✓', failed: '✗', inferred: '…', assumed: '…', answered: '→' } as const;

export function decisionPath(verdict: Verdict, voice: Voice): DecisionPath {
  const told = stepsOf(verdict);
  const decisive = decisiveStep(told);
  const steps = told.map((each, index) => {
    const { step, source, shape, facts } = each;
    const shown = outcomeOf(each, index > decisive, verdict);
    return {
      number: String(index + 1),
      mark: MARKS[shown],
      outcome: voice.say(`outcomes.${shown}`),
      sentence: voice.sayFacts(`steps.${step}`, shape, facts),
      source: source === '' || !inHostKernel(verdict) ? '' : ` ${codeSpan(source)}`,
    };
  });
  const named = inHostKernel(verdict) && told.some(({ source }) => source !== '');
  return {
    explanation: explanationOf(verdict, voice),
    steps,
    anySteps: steps.length > 0,
    caveat: named && kernelOf(verdict) === 'perhaps' ? voice.say('page.ifLinux') : null,
    decided: decidedBy(verdict, told, voice),
    builder: builderSentence(verdict, voice),
    trace: traceSentence(verdict, voice),
  };
}

/** How the cause works; how Linux does it is left out where another system was recognised. */
function explanationOf(verdict: Verdict, voice: Voice): string {
  const { explanation, linux } = textsOf(voice.catalogue, verdict.cause);
  const general = voice.tell(explanation);
  if (linux === undefined || kernelOf(verdict) === 'other') return general;
  return voice.say('page.explained', { general, linux: voice.tell(linux) });
}

/** Whether functions of the Linux kernel may be named: not for another system, and not for what a device on the path decided. */
function inHostKernel(verdict: Verdict): boolean {
  return kernelOf(verdict) !== 'other' && originsOf(verdict).some((origin) => origin !== 'middlebox');
}

/** Steps whose argument is how Linux, and no other stack, answers and aborts. */
const LINUX_RULES = ['noTrigger', 'queuePurged'];

/** The steps that are told. Without a cause nothing is known to have been decided, so there is no path to tell. */
function stepsOf(verdict: Verdict): readonly Step[] {
  const { steps, cause } = verdict;
  if (cause === 'undetermined') return [];
  return kernelOf(verdict) === 'other' ? steps.filter(({ step }) => !LINUX_RULES.includes(step)) : steps;
}

/** How a step is marked: what follows the deciding one carries the decision out, and what is inferred is no surer than the verdict. */
function outcomeOf(step: Step, decided: boolean, verdict: Verdict): keyof typeof MARKS {
  if (step.outcome === 'failed' && decided) return 'answered';
  return isDoubtful(step, verdict) ? 'assumed' : step.outcome;
}

/** Inferred from a cause that others are tied with, or that is only possible: the step may not have taken place. */
function isDoubtful({ outcome }: Step, { tied, confidence }: Verdict): boolean {
  return outcome === 'inferred' && (tied.length > 0 || confidence === 'possible' || confidence === 'undetermined');
}

/** Steps that send the RST: the decision was taken before them. */
const SENDING = ['replyToAck', 'replyToSyn', 'activeReset', 'filterReset', 'boxReset'];

/** Index of the step that decided: the first that failed, or what is inferred right before it when that one only sends. −1: none. */
function decisiveStep(steps: readonly Step[]): number {
  const index = steps.findIndex(({ outcome }) => outcome === 'failed');
  const sends = SENDING.includes(steps[index]?.step ?? '');
  return sends && steps[index - 1]?.outcome === 'inferred' ? index - 1 : index;
}

function decidedBy(verdict: Verdict, steps: readonly Step[], voice: Voice): string | null {
  const index = decisiveStep(steps);
  const decisive = steps[index];
  if (decisive === undefined) return null;
  const said = { number: String(index + 1), sure: isDoubtful(decisive, verdict) ? 'no' : 'yes' };
  if (decisive.source === '') return voice.say('page.decidedByBox', said);
  if (!inHostKernel(verdict)) return voice.say('page.decidedElsewhere', said);
  return voice.say('page.decided', { ...said, source: codeSpan(decisive.source) });
}

/** Who put the bytes of the RST together, as its shape shows it. */
export function builderSentence({ builder, stack }: Verdict, voice: Voice): string {
  const names = [builder.value, ...builder.tied.filter((other) => other !== builder.value)];
  const list = voice.list(names.map((value) => voice.say(`builders.${value}`)));
  return voice.say('page.builder', {
    list,
    tied: names.length > 1 ? 'yes' : 'no',
    confidence: voice.say(`confidence.${builder.confidence}.label`),
    stack: voice.say(`stacks.${stack}`),
  });
}
