import type { Verdict } from '../../model/verdict.ts';
import { commandFacts, fillCommand } from '../command.ts';
import type { Voice } from '../voice.ts';
import { type CommandBlock, commandBlock } from './checklist.ts';

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

function nextCapture(verdict: Verdict, voice: Voice): Limits['next'] {
  const { next } = verdict;
  if (next === null) return null;
  const command = voice.catalogue.common(`nextCaptures.${next}.command`);
  return {
    action: voice.say(`nextCaptures.${next}.action`),
    command: commandBlock(fillCommand(command, commandFacts(verdict))),
  };
}
