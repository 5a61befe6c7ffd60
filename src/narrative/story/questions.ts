/**
 * "Is it the server's doing?", "Is it a firewall?", "Would a restart help?": asked about every reset, and answered from this one's
 * evidence, never surer than the verdict and never with a blame that its cause does not carry.
 */
import type { ReadSign, Verdict } from '../../model/verdict.ts';
import type { Voice } from '../voice.ts';
import { bearingOn, type Restart } from './bearing-on.ts';
import { signSentence } from './evidence-list.ts';
import { fieldSentences } from './field-table.ts';
import { originsOf } from './kernel.ts';
import { causeOfSigns } from './subject.ts';

/** A question, its answer, and what the answer rests on. */
export interface AnsweredQuestion {
  readonly question: string;
  readonly answer: string;
  readonly evidence: readonly string[];
}

export function questionsOf(verdict: Verdict, voice: Voice): readonly AnsweredQuestion[] {
  return [
    answered('server', serverAnswer(verdict), mainSign(verdict, voice), verdict, voice),
    answered('firewall', firewallAnswer(verdict), pathFields(verdict, voice), verdict, voice),
    answered('restart', restartAnswer(verdict), attemptsAfter(verdict, voice), verdict, voice),
  ];
}

function answered(
  question: string,
  answer: string,
  evidence: readonly string[],
  verdict: Verdict,
  voice: Voice,
): AnsweredQuestion {
  const origins = voice.list(originsOf(verdict).map((origin) => voice.say(`origins.${origin}`)));
  return {
    question: voice.say(`questions.${question}.question`),
    answer: voice.say(`questions.${question}.${answer}`, { sureness: sureness(verdict), origins }),
    evidence,
  };
}

/** No answer is surer than the verdict, nor than what is known of the RST's origin. */
function sureness({ confidence, origin }: Verdict): string {
  return confidence === 'proven' && origin.confidence !== 'proven' ? 'likely' : confidence;
}

/** The cause and everything that leaves the same trace: an answer must hold for all of them. */
const candidates = ({ cause, tied }: Verdict) => (cause === 'undetermined' ? [] : [cause, ...tied]);

/** What all agree on; null when they do not, or there is none. */
function agreed<Value>(values: readonly Value[]): Value | null {
  const different = new Set(values);
  return different.size === 1 ? (values[0] ?? null) : null;
}

function serverAnswer(verdict: Verdict): 'server' | 'client' | 'path' | 'nowhere' | 'open' | 'undetermined' {
  if (verdict.cause === 'undetermined') return 'undetermined';
  const place = agreed(candidates(verdict).map((id) => bearingOn[id].place));
  if (place === null || place === 'open') return 'open';
  return place === 'sender' ? verdict.sender : place;
}

function firewallAnswer(verdict: Verdict): 'none' | 'indirect' | 'host' | 'path' | 'tied' | 'unknown' {
  const [origin, ...others] = originsOf(verdict);
  if (others.length > 0) return 'tied';
  if (origin === 'endpoint-firewall') return 'host';
  if (origin === 'middlebox') return 'path';
  if (origin !== 'endpoint') return 'unknown';
  return candidates(verdict).some((id) => bearingOn[id].place === 'path') ? 'indirect' : 'none';
}

function restartAnswer(verdict: Verdict): Restart | 'undetermined' {
  if (verdict.cause === 'undetermined') return 'undetermined';
  return agreed(candidates(verdict).map((id) => bearingOn[id].restart)) ?? 'open';
}

/** Bearings that carry a verdict, the weightiest first. */
const CARRYING = ['decisive', 'required', 'strong'];

function mainSign(verdict: Verdict, voice: Voice): readonly string[] {
  if (verdict.cause === 'undetermined') return [];
  const seen = verdict.signs.filter(({ outcome }) => outcome === 'seen');
  const sign = CARRYING.map((bearing) => seen.find((each) => each.bearing === bearing)).find((each) => each);
  return sign === undefined ? [] : signText(verdict, sign, voice);
}

/** Whether the service takes connections after the RST tells whether it runs. */
function attemptsAfter(verdict: Verdict, voice: Voice): readonly string[] {
  const sign = verdict.signs.find(
    ({ sign: name, outcome }) => outcome === 'seen' && (name === 'acceptedAfter' || name === 'refusedAfter'),
  );
  return sign === undefined ? [] : signText(verdict, sign, voice);
}

function signText(verdict: Verdict, sign: ReadSign, voice: Voice): readonly string[] {
  const text = causeOfSigns(voice.catalogue, verdict);
  return text === null ? [] : [signSentence(text, sign, voice)];
}

/** Fields that a device on the path, or a packet filter, writes differently from the host's own TCP. */
const PATH_FIELDS = ['ttl', 'timing', 'dscp', 'flowLabel', 'ipId'];
const MOST_FIELDS = 3;

/** What those fields say, what does not fit first. */
function pathFields({ fields }: Verdict, voice: Voice): readonly string[] {
  const telling = PATH_FIELDS.flatMap((name) => fields.filter(({ field }) => field === name)).filter(
    ({ judgement }) => judgement === 'odd' || judgement === 'fits',
  );
  return [...telling]
    .sort((a, b) => Number(b.judgement === 'odd') - Number(a.judgement === 'odd'))
    .slice(0, MOST_FIELDS)
    .map((field) => {
      const name = voice.say(`fieldNames.${field.field}`);
      return `${name} · ${fieldSentences(field, voice).judged}`;
    });
}
