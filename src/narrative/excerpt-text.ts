/** The comments of an excerpt of a capture, as plain text: what it is, and why each packet is in it. */
import type { CaptureSummary, FrameRun } from '../model/capture-summary.ts';
import type { CitedPacket } from '../model/citation.ts';
import type { Voice } from './voice.ts';

/** What an excerpt says of itself. */
export interface ExcerptFacts {
  readonly capture: Pick<CaptureSummary, 'name' | 'sha256' | 'packets'>;
  readonly packets: number;
  readonly runs: readonly FrameRun[];
  /** What was done to the packets. */
  readonly changed: 'nothing' | 'payload' | 'redacted';
}

/** Characters of the list of frames: a longer one is left to the comments of the packets. */
const LONGEST_MAP = 4000;

/** The comment of the whole file, a line for each sentence. */
export function excerptNote({ capture, packets, runs, changed }: ExcerptFacts, voice: Voice): string {
  const { name, sha256, packets: of } = capture;
  const frames = runs.map(runText).join(', ');
  const lines = [
    voice.say('excerpt.section', {
      ...{ packets: voice.count(packets), of: voice.count(of) },
      ...{ name: voice.text(name), sha256 },
    }),
    voice.say('excerpt.comments'),
    ...(frames === '' || frames.length > LONGEST_MAP ? [] : [voice.say('excerpt.frames', { frames })]),
    ...(changed === 'nothing' ? [] : [voice.say(changed === 'payload' ? 'excerpt.noPayload' : 'cli.redact.comment')]),
  ];
  return lines.join('\n');
}

/** `4-6 = 15-17`: here and in the original. */
function runText({ first, own, count }: FrameRun): string {
  const span = (from: number): string => (count === 1 ? String(from) : `${from}-${from + count - 1}`);
  return `${span(own)} = ${span(first)}`;
}

/** The comment of one packet, a line for each RST that cites it. */
export function citationNote(frame: number, { citations, more }: CitedPacket, voice: Voice): string {
  const lines = [
    voice.say('excerpt.frame', { frame: String(frame) }),
    ...citations.map(({ by, as }) => {
      const reasons = voice.list(as.map((reason) => voice.say(`excerpt.as.${reason}`)));
      return by === '' ? reasons : voice.say('excerpt.cited', { by, reasons });
    }),
    ...(more === 0 ? [] : [voice.say('excerpt.more', { more: voice.count(more) })]),
  ];
  return lines.join('\n');
}
