/** Finds what is written down about the RSTs of a capture: in its sample, or in its scenario. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fromRule, fromTruth, type Statement } from './known.ts';
import { differences, type Sample } from './sample.ts';
import type { SampleSpec, Scenario, WrittenTruth } from './scenario.ts';
import type { Take } from './take.ts';

function sampleOf(id: string): Sample | undefined {
  const description = fileURLToPath(new URL(`../../samples/${id}/sample.json`, import.meta.url));
  return existsSync(description) ? (JSON.parse(readFileSync(description, 'utf8')) as Sample) : undefined;
}

/** The statements about a capture; undefined when nobody has argued its truth. */
export function statementsOf(take: Take, { samples, elsewhere }: Scenario): Statement[] | undefined {
  const twin = Object.entries(samples).find(([, spec]) => take.spec === undefined && showsTheSame(spec, take));
  const [id, spec] = twin ?? [take.id, take.spec];
  const sample = spec && sampleOf(id);
  const here = elsewhere?.filter(({ at }) => at === undefined || at.includes(take.at)) ?? [];
  const rules = here.flatMap((rule) => ('sample' in rule ? fromNamed(rule.sample, samples) : [fromRule(rule)]));
  // How many echoes there are depends on delays: what the rules add to a sample may happen or not.
  const more = rules.map((rule) => ({ ...rule, optional: true as const }));
  if (sample !== undefined) return [...fromSample(sample), ...more];
  if (spec?.resets !== undefined) return [...fromList(spec.resets), ...more];
  return rules.length > 0 ? rules : undefined;
}

function fromNamed(id: string, samples: Scenario['samples']): Statement[] {
  const sample = sampleOf(id);
  if (sample !== undefined) return fromSample(sample);
  const resets = samples[id]?.resets;
  if (resets === undefined) throw new Error(`there is no sample ${id}`);
  return fromList(resets);
}

function fromList(resets: readonly WrittenTruth[]): Statement[] {
  return resets.map((truth) => fromTruth(truth, truth.sameTrace.length === 0));
}

/** The cause can be known where it leaves a trace of its own and a firm word would be right. */
function fromSample(sample: Sample): Statement[] {
  return sample.resets.map(({ truth, expect: { confidence } }) => {
    const firm = confidence.includes('proven') || confidence.includes('likely');
    return fromTruth(truth, firm && truth.sameTrace.length === 0);
  });
}

/** Whether a sample holds the packets of the usual recording of this vantage, only cut or stamped differently. */
function showsTheSame({ at, point = {}, late, rewrite }: SampleSpec, take: Take): boolean {
  const elsewhere = [point.host, point.device, point.filter].some((departure) => departure !== undefined);
  return at === take.at && !elsewhere && late !== true && rewrite === undefined;
}

/** A recording without chance must repeat the written truth RST by RST. */
export function exactly({ id, spec, truths }: Take): string[] {
  if (spec === undefined) return [];
  const written = sampleOf(id)?.resets.map(({ truth }) => truth) ?? spec.resets;
  return written === undefined ? [`samples/${id}/sample.json is missing`] : differences(written, truths);
}
