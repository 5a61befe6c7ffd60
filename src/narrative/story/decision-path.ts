import type { Verdict } from '../../model/verdict.ts';
import { codeSpan } from '../escape.ts';
import type { Voice } from '../voice.ts';
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
  /** Which step decided, in one sentence; null when no step is known to have failed. */
  readonly decided: string | null;
  readonly builder: string;
  /** What the kernel's own tracepoint would print, or that it prints nothing. */
  readonly trace: string;
}

const MARKS = { passed: '✓', failed: '✗', inferred: '…', answered: '→' } as const;

export function decisionPath(verdict: Verdict, voice: Voice): DecisionPath {
  const decisive = decisiveStep(verdict);
  const steps = verdict.steps.map(({ step, outcome, source, shape, facts }, index) => {
    // What follows the deciding step carries the decision out.
    const shown = outcome === 'failed' && index > decisive ? 'answered' : outcome;
    return {
      number: String(index + 1),
      mark: MARKS[shown],
      outcome: voice.say(`outcomes.${shown}`),
      sentence: voice.sayFacts(`steps.${step}`, shape, facts),
      source: source === '' ? '' : ` ${codeSpan(source)}`,
    };
  });
  return {
    explanation: voice.tell(textsOf(voice.catalogue, verdict.cause).explanation),
    steps,
    decided: decidedBy(verdict, voice),
    builder: builderSentence(verdict, voice),
    trace: traceSentence(verdict, voice),
  };
}

/** Steps that send the RST: the decision was taken before them. */
const SENDING = ['replyToAck', 'replyToSyn', 'activeReset', 'filterReset', 'boxReset'];

/** Index of the step that decided: the first that failed, or what is inferred right before it when that one only sends. −1: none. */
function decisiveStep({ steps }: Verdict): number {
  const index = steps.findIndex(({ outcome }) => outcome === 'failed');
  const sends = SENDING.includes(steps[index]?.step ?? '');
  return sends && steps[index - 1]?.outcome === 'inferred' ? index - 1 : index;
}

function decidedBy(verdict: Verdict, voice: Voice): string | null {
  const index = decisiveStep(verdict);
  const decisive = verdict.steps[index];
  if (decisive === undefined) return null;
  const number = String(index + 1);
  if (decisive.source === '') return voice.say('page.decidedByBox', { number });
  return voice.say('page.decided', { number, source: codeSpan(decisive.source) });
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

function traceSentence({ kernelReasons }: Verdict, voice: Voice): string {
  if (kernelReasons.length === 0) return voice.say('page.noTrace');
  return voice.say('page.trace', { reasons: voice.list(kernelReasons.map(codeSpan)) });
}
