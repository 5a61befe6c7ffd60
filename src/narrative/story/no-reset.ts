import type { ConnectionSummary } from '../../model/connection.ts';
import type { Analysis } from '../../model/verdict.ts';
import type { Voice } from '../voice.ts';
import { type CommandBlock, commandBlock } from './checklist.ts';

/** How one connection ended, as a row. */
interface ExampleRow {
  readonly client: string;
  readonly server: string;
  readonly ended: string;
  readonly frames: string;
  readonly segments: string;
  readonly retransmissions: string;
}

/** What a report says about a capture that holds no RST. */
export interface NoReset {
  readonly verdict: string;
  readonly endings: readonly { readonly name: string; readonly count: string; readonly meaning: string }[];
  readonly lookAlikes: readonly string[];
  readonly examples: readonly ExampleRow[];
  readonly anyExamples: boolean;
  readonly more: string | null;
  readonly next: readonly { readonly action: string; readonly command: CommandBlock | null }[];
}

type Ending = ConnectionSummary['ended'];
const ENDINGS: readonly Ending[] = ['closed', 'open', 'half-closed', 'silent', 'unanswered', 'refused', 'reset'];
/** Connections shown as examples. */
const EXAMPLES = 30;

export function noReset(analysis: Analysis, voice: Voice): NoReset {
  const { endings, examples, connections } = analysis;
  const packets = analysis.captures.reduce((sum, capture) => sum + capture.packets, 0);
  const segments = analysis.captures.reduce((sum, capture) => sum + capture.tcpSegments, 0);
  const counts = {
    packets: voice.count(packets),
    segments: voice.count(segments),
    connections: voice.count(connections),
  };
  const more = examples.length - EXAMPLES;
  return {
    verdict: voice.say(segments === 0 ? 'noReset.noTcp' : 'noReset.verdict', counts),
    endings: ENDINGS.filter((ending) => endings[ending] > 0).map((ending) => ({
      name: voice.say(`endings.${ending}.name`),
      count: String(voice.count(endings[ending])),
      meaning: voice.say(`endings.${ending}.meaning`),
    })),
    lookAlikes: lookAlikesOf(analysis, voice),
    examples: examples.slice(0, EXAMPLES).map((example) => exampleRow(example, voice)),
    anyExamples: examples.length > 0,
    more: more > 0 ? voice.say('page.moreConnections', { more: voice.count(more) }) : null,
    next: voice.catalogue.keysOf('noReset.next').map((key) => ({
      action: voice.say(`noReset.next.${key}.action`),
      command: commandBlock(voice.catalogue.common(`noReset.next.${key}.command`)),
    })),
  };
}

/** What users take for a reset although no RST was sent. */
function lookAlikesOf({ captures, endings }: Analysis, voice: Voice): readonly string[] {
  const said: string[] = [];
  const icmp = captures.reduce((sum, { icmpErrors }) => sum + icmpErrors, 0);
  const first = captures.find(({ icmpErrors }) => icmpErrors > 0);
  if (first !== undefined) {
    said.push(voice.say('noReset.icmp', { count: voice.count(icmp), frame: String(first.icmpErrorFrame) }));
  }
  if (endings.unanswered > 0) said.push(voice.say('noReset.unanswered', { count: voice.count(endings.unanswered) }));
  if (endings.silent > 0) said.push(voice.say('noReset.silent', { count: voice.count(endings.silent) }));
  if (endings['half-closed'] > 0) {
    said.push(voice.say('noReset.halfClosed', { count: voice.count(endings['half-closed']) }));
  }
  return said.length === 0 ? [voice.say('noReset.nothing')] : said;
}

function exampleRow(summary: ConnectionSummary, voice: Voice): ExampleRow {
  const { client, server, ended, firstFrame, lastFrame, segments, retransmissions } = summary;
  return {
    client: voice.text(client),
    server: voice.text(server),
    ended: voice.say(`endings.${ended}.name`),
    frames: firstFrame === lastFrame ? String(firstFrame) : `${firstFrame}–${lastFrame}`,
    segments: String(voice.count(segments)),
    retransmissions: String(voice.count(retransmissions)),
  };
}
