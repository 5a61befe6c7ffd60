import type { Party } from '../../model/cause.ts';
import type { Verdict } from '../../model/verdict.ts';
import { commandFacts, fillCommand } from '../command.ts';
import { codeLines, codeSpan, fenceFor } from '../escape.ts';
import type { Voice } from '../voice.ts';
import { kernelOf } from './kernel.ts';
import { type CauseSheet, parties, sheetsOf } from './subject.ts';

/** A command in a fenced block of its own, or null where a step has none. */
export interface CommandBlock {
  readonly fence: string;
  readonly lines: readonly string[];
}

/** One step of a checklist, ready for print. */
interface CheckStep {
  readonly action: string;
  readonly command: CommandBlock | null;
  readonly expected: string;
  readonly meaning: string;
}

/** The steps of one party. */
export interface PartyChecks {
  readonly id: Party;
  readonly party: string;
  readonly steps: readonly CheckStep[];
  /** Says where steps that are left out can be read, or null. */
  readonly more: string | null;
}

/** A command as a block; null for the empty command. */
export function commandBlock(command: string): CommandBlock | null {
  if (command === '') return null;
  const text = codeLines(command);
  return { fence: fenceFor(text), lines: text.split('\n') };
}

/** Who checks what, for this RST: addresses and ports are filled in. Parties without a step are left out, and steps beyond `most`. */
export function checksFor(
  verdict: Verdict,
  voice: Voice,
  causes: readonly CauseSheet[],
  most = Number.POSITIVE_INFINITY,
): readonly PartyChecks[] {
  const sheets = sheetsOf(verdict, causes);
  const facts = commandFacts(verdict);
  return parties.flatMap((party) => {
    const ids = new Set(sheets.flatMap(({ checks }) => checks[party]));
    if (ids.size === 0) return [];
    const steps = [...ids].slice(0, most).map((id) => stepOf(id, voice, facts));
    const more = moreSteps(ids.size - steps.length, sheets[0]?.id, voice);
    return [{ id: party, party: voice.say(`parties.${party}`), steps, more }];
  });
}

/** Where the steps that are left out can be read. */
function moreSteps(count: number, cause: string | undefined, voice: Voice): string | null {
  if (count <= 0 || cause === undefined) return null;
  return voice.say('page.moreChecks', { more: voice.count(count), command: codeSpan(`whyrst explain ${cause}`) });
}

/** Says that the commands are those of Linux, where the host that the RST names is known to run something else; else null. */
export function otherSystem(verdict: Verdict, voice: Voice): string | null {
  if (kernelOf(verdict) !== 'other') return null;
  return voice.say('page.otherSystem', { stack: voice.say(`stacks.${verdict.stack}`) });
}

function stepOf(id: string, voice: Voice, facts: ReturnType<typeof commandFacts>): CheckStep {
  const { action, command, expected, meaning } = voice.catalogue.check(id);
  return {
    action: voice.tell(action),
    command: commandBlock(fillCommand(command, facts)),
    expected: voice.tell(expected),
    meaning: voice.tell(meaning),
  };
}
