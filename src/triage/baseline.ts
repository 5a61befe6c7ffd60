/** Reads an earlier analysis as far as it is compared with. It may be a stranger's: only what is well-formed is taken over. */
import { WhyrstError } from '../model/errors.ts';
import { confidences, impacts } from '../model/judgement.ts';
import type { Baseline, EarlierFinding } from '../model/triage.ts';

const SCHEMA = 'whyrst.analysis/1';
/** Characters of an id, and of an address with its port. */
const LONGEST = 100;

type Json = Readonly<Record<string, unknown>>;

/** Reads the JSON of `whyrst analyze` or `whyrst report`. Throws WhyrstError that names what is wrong in it. */
export function parseBaseline(
  text: string,
  { path, name }: { readonly path: string; readonly name: string },
): Baseline {
  const refuse = (reason: string): WhyrstError => new WhyrstError('usage/bad-baseline', { path, reason });
  const root = objectIn(text);
  if (root === null) throw refuse('JSON?');
  const { schema } = root;
  if (schema !== SCHEMA) throw refuse(`schema ≠ ${SCHEMA}`);
  const findings = listIn(root, 'findings').map((each, index) => {
    const finding = findingFrom(each);
    if (typeof finding === 'string') throw refuse(`findings[${index}].${finding}`);
    return finding;
  });
  return { name, captures: namesOf(root), redactedUnder: keyOf(root), findings };
}

function objectIn(text: string): Json | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

function listIn(root: Json, name: string): readonly Json[] {
  const list = root[name];
  return Array.isArray(list) ? list.map((each: unknown) => (isObject(each) ? each : {})) : [];
}

/** A finding, or the name of the field that is wrong. */
function findingFrom({ fingerprint, cause, confidence, impact, service, connections }: Json): EarlierFinding | string {
  if (typeof fingerprint !== 'string' || !/^[0-9a-f]{16}$/.test(fingerprint)) return 'fingerprint';
  if (typeof cause !== 'string' || !/^[a-z0-9-]+$/.test(cause) || cause.length > LONGEST) return 'cause';
  if (typeof service !== 'string' || service.length > LONGEST) return 'service';
  if (typeof connections !== 'number' || !Number.isSafeInteger(connections)) return 'connections';
  const surely = confidences.find((each) => each === confidence);
  const worst = impacts.find((each) => each === impact);
  if (surely === undefined) return 'confidence';
  if (worst === undefined) return 'impact';
  return { fingerprint, cause, service, connections, confidence: surely, impact: worst };
}

function namesOf(root: Json): readonly string[] {
  return listIn(root, 'captures').flatMap(({ name }) => (typeof name === 'string' ? [name] : []));
}

/** Which key an analysis was redacted under, as its diagnostics say. */
function keyOf(root: Json): string | null {
  const notice = listIn(root, 'diagnostics').find(({ code }) => code === 'redact/applied');
  if (notice === undefined) return null;
  const { facts } = notice;
  const { key } = isObject(facts) ? facts : {};
  return typeof key === 'string' ? key : '';
}
