import type { SeenSegment } from '../../model/connection.ts';
import { FIN } from '../../model/segment.ts';
import type { Verdict } from '../../model/verdict.ts';
import type { Voice } from '../voice.ts';
import { triggerTerm } from './segment-text.ts';

/** What the capture does show of a RST whose cause it does not: when it came, who had closed, what it answers, how it was built. */
export function whatWasSeen(verdict: Verdict, voice: Voice): readonly string[] {
  const fins = finSentence(verdict, voice);
  return [
    voice.say(`seen.phases.${verdict.phase}`),
    ...(fins === null ? [] : [fins]),
    ...triggerSentence(verdict, voice),
    builderSentence(verdict, voice),
  ];
}

function finSentence(verdict: Verdict, voice: Voice): string | null {
  const client = finOf('client', verdict);
  const server = finOf('server', verdict);
  const later = Math.max(client?.timeUs ?? Number.NEGATIVE_INFINITY, server?.timeUs ?? Number.NEGATIVE_INFINITY);
  const after = voice.duration(verdict.reset.timeUs - later);
  if (client !== undefined && server !== undefined) {
    return voice.say('seen.bothFins', { clientFin: String(client.frame), serverFin: String(server.frame), after });
  }
  if (client !== undefined) return voice.say('seen.clientFin', { fin: String(client.frame), after });
  return server === undefined ? null : voice.say('seen.serverFin', { fin: String(server.frame), after });
}

/** The first FIN of a side before the RST. */
function finOf(role: SeenSegment['from'], { timeline, reset }: Verdict): SeenSegment | undefined {
  return timeline.find(
    ({ segment: { from, flags, frame }, moment }) =>
      from === role && (flags & FIN) !== 0 && frame < reset.frame && moment !== 'olderConnection',
  )?.segment;
}

function triggerSentence({ trigger }: Verdict, voice: Voice): readonly string[] {
  if (trigger === null) return [];
  const { segment, kind, delayUs } = trigger;
  const what = voice.say(`terms.${triggerTerm(kind)}`);
  return [voice.say('seen.trigger', { frame: String(segment.frame), what, delay: voice.duration(delayUs) })];
}

function builderSentence({ builder }: Verdict, voice: Voice): string {
  if (builder.value === 'unknown') return voice.say('seen.noBuilder');
  const names = [...new Set([builder.value, ...builder.tied])];
  return voice.say('seen.builder', {
    list: voice.list(names.map((name) => voice.say(`builders.${name}`))),
    tied: names.length > 1 ? 'yes' : 'no',
    confidence: voice.say(`confidence.${builder.confidence}.label`),
  });
}
