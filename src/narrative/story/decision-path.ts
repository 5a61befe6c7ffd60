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
  const failedAt = verdict.steps.findIndex(({ outcome }) => outcome === 'failed');
  const steps = verdict.steps.map(({ step, outcome, source, shape, facts }, index) => {
    // What follows the deciding step carries the decision out.
    const shown = outcome === 'failed' && index > failedAt ? 'answered' : outcome;
    return {
      number: String(index + 1),
      mark: MARKS[shown],
      outcome: voice.say(`outcomes.${shown}`),
      sentence: voice.sayFacts(`steps.${step}`, shape, facts),
      source: source === '' ? '' : codeSpan(source),
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

function decidedBy({ steps }: Verdict, voice: Voice): string | null {
  const index = steps.findIndex(({ outcome }) => outcome === 'failed');
  const failed = steps[index];
  if (failed === undefined) return null;
  const number = String(index + 1);
  if (failed.source === '') return voice.say('page.decidedByBox', { number });
  return voice.say('page.decided', { number, source: codeSpan(failed.source) });
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
