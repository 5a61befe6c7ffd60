import type { Verdict } from '../../model/verdict.ts';
import { commandFacts, fillCommand } from '../command.ts';
import type { Voice } from '../voice.ts';
import { type CommandBlock, commandBlock } from './checklist.ts';
import { kernelOf } from './kernel.ts';

/** What this capture cannot show, and what to capture next. */
export interface Limits {
  readonly vantage: string;
  readonly blind: readonly string[];
  readonly next: { readonly action: string; readonly command: CommandBlock | null } | null;
}

export function limitsOf(verdict: Verdict, voice: Voice): Limits {
  return {
    vantage: vantageSentence(verdict, voice),
    blind: blindSpots(verdict, voice),
    next: nextCapture(verdict, voice),
  };
}

function blindSpots({ blind, roles }: Verdict, voice: Voice): readonly string[] {
  const said = blind.map(({ key, shape, facts }) => voice.sayFacts(`blind.${key}`, shape, facts));
  if (roles === 'handshake') return said;
  return [...said, voice.say(roles === 'guessed' ? 'page.rolesGuessed' : 'page.rolesUnknown')];
}

/** Where the capture was taken, how sure that is, and how it was found out. */
export function vantageSentence({ vantage }: Verdict, voice: Voice): string {
  const { value, confidence, basis, shape, facts } = vantage;
  return voice.sayFacts(`vantages.${basis}`, shape, facts, {
    place: voice.say(`places.${value}`),
    confidence: voice.say(`confidence.${confidence}.label`),
  });
}

/** Observations that only a Linux kernel offers. */
const LINUX_ONLY = ['tracepointSender', 'counters'];

/** The observation that would settle what is open; a host that is known not to run Linux is watched from outside instead. */
export function nextOf(verdict: Verdict): string | null {
  const { next } = verdict;
  return next !== null && LINUX_ONLY.includes(next) && kernelOf(verdict) === 'other' ? 'bothEnds' : next;
}

function nextCapture(verdict: Verdict, voice: Voice): Limits['next'] {
  const next = nextOf(verdict);
  if (next === null) return null;
  const command = voice.catalogue.common(`nextCaptures.${next}.command`);
  return {
    action: voice.say(`nextCaptures.${next}.action`),
    command: commandBlock(fillCommand(command, commandFacts(verdict))),
  };
}
