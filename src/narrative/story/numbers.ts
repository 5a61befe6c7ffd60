import type { Analysis, Finding } from '../../model/verdict.ts';
import type { Voice } from '../voice.ts';
import { verdictsOf } from './subject.ts';

/** Frames that a line names. */
const FRAMES = 12;

/** Where a finding was seen, how often and in which frames: one line. */
export function numbersOf(finding: Finding, analysis: Analysis, voice: Voice): string {
  const frames = verdictsOf(analysis, finding).map(({ reset }) => reset.frame);
  const shown = voice.frames(frames.slice(0, FRAMES));
  const more = frames.length - FRAMES;
  return voice.say('terminal.numbers', {
    service: voice.text(finding.service),
    resets: voice.count(frames.length),
    connections: voice.count(finding.connections),
    frames: more > 0 ? voice.say('lists.more', { list: shown, more: voice.count(more) }) : shown,
  });
}
