/** Carries a story of test/support/scenario.ts through the decision half: tracking → evidence → verdicts. */
import { causes } from '../../src/causes/index.ts';
import { gather } from '../../src/evidence/gather.ts';
import type { CaptureSummary } from '../../src/model/capture-summary.ts';
import type { Cause } from '../../src/model/cause.ts';
import type { CauseId } from '../../src/model/cause-ids.ts';
import type { CaptureContext, Evidence } from '../../src/model/evidence.ts';
import type { Finding, Vantage, Verdict } from '../../src/model/verdict.ts';
import { judgeAll } from '../../src/verdict/verdicts.ts';
import { type Weighed, weigh } from '../../src/verdict/weigh.ts';
import type { Scenario } from './scenario.ts';

/** What a test may say about the capture itself; nothing was lost or cut, and stamps count microseconds, unless it says so. */
export interface About {
  readonly vantage?: Vantage;
  readonly capture?: Partial<CaptureSummary>;
}

export function contextOf({ vantage, capture }: About = {}): CaptureContext {
  const summary: CaptureSummary = {
    name: 'story.pcap',
    format: 'pcap',
    timestampResolution: 1e-6,
    linkTypes: [1],
    packets: 0,
    bytes: 0,
    sha256: '0'.repeat(64),
    startNs: 0n,
    endNs: null,
    zeroNs: 0n,
    complete: true,
    dropped: null,
    cutAt: null,
    ...capture,
  };
  return { capture: summary, givenVantage: vantage ?? null };
}

/** Evidence for every RST of the story. */
export function allEvidence(story: Scenario, about: About = {}): Evidence[] {
  return [...gather(story.track().events, contextOf(about))];
}

/** Evidence for the n-th RST of the story. */
export function evidenceOf(story: Scenario, about: About = {}, index = 0): Evidence {
  return pick(allEvidence(story, about), index);
}

/** Verdicts and findings of the story. */
export function judge(
  story: Scenario,
  about: About = {},
): { readonly verdicts: Verdict[]; readonly findings: Finding[] } {
  return judgeAll(causes, allEvidence(story, about));
}

/** The verdict on the n-th RST of the story. */
export function verdictOf(story: Scenario, about: About = {}, index = 0): Verdict {
  return pick(judge(story, about).verdicts, index);
}

/** One cause weighed against the n-th RST of the story. */
export function weighed(id: CauseId, story: Scenario, about: About = {}, index = 0): Weighed {
  return weigh(causeOf(id), evidenceOf(story, about, index));
}

/** The outcome of each sign of one cause. */
export function outcomes(id: CauseId, story: Scenario, about: About = {}, index = 0): Record<string, string> {
  return Object.fromEntries(weighed(id, story, about, index).signs.map(({ sign, outcome }) => [sign, outcome]));
}

export function causeOf(id: CauseId): Cause {
  const found = causes.find((cause) => cause.id === id);
  if (found === undefined) throw new Error(`No cause ${id}.`);
  return found;
}

function pick<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new RangeError(`No RST ${index} in the story.`);
  return found;
}
