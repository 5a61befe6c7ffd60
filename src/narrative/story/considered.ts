import { NOT_SENT } from '../../model/crossing.ts';
import type { Verdict, WeighedCause } from '../../model/verdict.ts';
import type { Voice } from '../voice.ts';
import { signSentence } from './evidence-list.ts';
import { causeTitle } from './subject.ts';

/** A cause that was considered, how it stands, and what decides or decided. */
interface ConsideredCause {
  readonly title: string;
  readonly standing: string;
  readonly reason: string;
}

/** Causes beside the verdict: tied ones, weaker ones, and as many as are listed of those that were ruled out, each with its reason. */
export function consideredCauses(verdict: Verdict, voice: Voice, listed: number): readonly ConsideredCause[] {
  const { catalogue } = voice;
  const tied = verdict.tied.map((id) => ({
    title: voice.tell(causeTitle(catalogue, id)),
    standing: voice.say('standings.tied'),
    reason: decidesSentence(id, voice) ?? voice.say('page.sameTrace'),
  }));
  const weaker = verdict.alternatives.map(({ cause, confidence }) => ({
    title: voice.tell(causeTitle(catalogue, cause)),
    standing:
      verdict.confidence === 'proven'
        ? voice.say('standings.superseded')
        : voice.say('standings.alternative', {
            sureness: confidence,
            confidence: voice.say(`confidence.${confidence}.label`),
          }),
    reason: decidesSentence(cause, voice) ?? voice.say('page.weaker'),
  }));
  const ruledOut = verdict.ruledOut.slice(0, listed).map((weighed) => ({
    title: voice.tell(causeTitle(catalogue, weighed.cause)),
    standing: voice.say('standings.ruledOut'),
    reason: ruledOutSentence(weighed, voice),
  }));
  return [...tied, ...weaker, ...ruledOut];
}

/** How many ruled-out causes are not listed, as a sentence, or null. */
export function moreRuledOut({ ruledOut }: Verdict, voice: Voice, listed: number): string | null {
  const more = ruledOut.length - listed;
  return more > 0 ? voice.say('page.moreRuledOut', { more: voice.count(more) }) : null;
}

function decidesSentence(id: string, voice: Voice): string | null {
  const text = voice.catalogue.cause(id);
  return text === null ? null : voice.tell(text.decides);
}

/** The sign that ruled a cause out, told with the values of this RST. */
function ruledOutSentence({ cause, signs, ruledOutBy }: WeighedCause, voice: Voice): string {
  if (ruledOutBy === NOT_SENT) return voice.say('crossing.notSent');
  const text = voice.catalogue.cause(cause);
  const sign = signs.find((read) => read.sign === ruledOutBy);
  if (text === null || sign === undefined) return voice.say('page.weaker');
  return signSentence(text, sign, voice);
}
