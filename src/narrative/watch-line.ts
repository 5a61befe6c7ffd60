/** One verdict in one line, for whoever watches a capture that still runs. */
import { endpointOf } from '../model/addresses.ts';
import type { Analysis, LiveVerdict } from '../model/verdict.ts';
import type { Catalogue } from './catalogue.ts';
import { createPainter } from './painter.ts';
import { plainVoice } from './plain-text.ts';
import { causeTitle } from './story/subject.ts';

/** How a line is told. */
export interface WatchLineOptions {
  readonly timeZone?: string;
  readonly color: boolean;
  readonly width: number;
}

/** When, why, how sure, from whom to whom, in which frame. */
export function toWatchLine(
  verdict: LiveVerdict,
  captures: Analysis['captures'],
  catalogue: Catalogue,
  options: WatchLineOptions,
): string {
  const voice = plainVoice(catalogue, options.timeZone ?? 'UTC').about(verdict, { captures });
  const { reset, sender, client, server, confidence, cause } = verdict;
  const [from, to] = sender === 'client' ? [client, server] : [server, client];
  const painter = createPainter(options);
  const line = voice.say('watch.line', {
    time: voice.time(reset.timeUs),
    cause: painter.strong(voice.tell(causeTitle(catalogue, cause))),
    confidence: painter.sure(voice.say(`confidence.${confidence}.label`), confidence),
    sender: voice.text(endpointOf(from)),
    receiver: voice.text(endpointOf(to)),
    frame: String(reset.frame),
  });
  return `${line}\n`;
}
