import type { Role, SeenSegment } from '../../model/connection.ts';
import type { LadderFigure, LadderRow, Lifeline } from '../../model/figure.ts';
import type { Facts } from '../../model/reading.ts';
import { RST } from '../../model/segment.ts';
import type { commonFacts } from '../../model/story-keys.ts';
import type { TimelineEntry, Verdict } from '../../model/verdict.ts';
import { flagNames } from '../story/segment-text.ts';
import { aroundReset } from '../story/timeline.ts';
import type { Voice } from '../voice.ts';

/** Segments shown before and after the RST: a figure is taken in at one look; the timeline has the rest. */
const BEFORE = 8;
const AFTER = 4;
/** A silence is shown from this length on, in microseconds; shorter ones are told by the times. */
const SHORTEST_SILENCE = 1_000_000;
/** More silences than this would push the segments apart. */
const MOST_SILENCES = 4;

/** The segments around a RST, between the ends of its connection; `voice` speaks plain text; of two captures, `name` is that of its own. */
export function ladderFigure(verdict: Verdict, voice: Voice, name: string | null = null): LadderFigure {
  const entries = segmentsAround(verdict);
  const lifelines = new Lifelines(verdict, entries, voice);
  const times = relativeTimes(entries.map(({ segment }) => segment.timeUs - verdict.reset.timeUs));
  const silences = longSilences(entries.map(({ segment }) => segment));
  const rows = entries.flatMap((entry, index): LadderRow[] => {
    const silence = silences.get(index);
    const row: LadderRow = {
      kind: 'segment',
      ...lifelines.ends(entry),
      ...written(entry, verdict),
      time: times[index] ?? '',
    };
    if (silence === undefined) return [row];
    return [{ kind: 'silence', label: voice.say('figures.ladder.silence', { length: voice.duration(silence) }) }, row];
  });
  return {
    kind: 'ladder',
    id: 'ladder',
    title:
      name === null
        ? voice.say('figures.ladder.title')
        : voice.say('figures.ladder.titleThere', { frame: String(verdict.reset.frame), name }),
    description: voice.say('figures.ladder.description'),
    lifelines: lifelines.all,
    tap: tapOf(verdict, lifelines, voice),
    rows,
  };
}

function segmentsAround(verdict: Verdict): readonly TimelineEntry[] {
  const shown = aroundReset(verdict);
  const at = Math.max(
    0,
    shown.findIndex(({ segment }) => segment.frame === verdict.reset.frame),
  );
  return shown.slice(Math.max(0, at - BEFORE), at + 1 + AFTER);
}

function written(
  { segment }: TimelineEntry,
  { reset, trigger }: Verdict,
): Pick<Extract<LadderRow, { kind: 'segment' }>, 'frame' | 'label' | 'look'> {
  const { frame, flags } = segment;
  const other = (flags & RST) === 0 ? 'plain' : 'otherReset';
  const look = frame === reset.frame ? 'reset' : frame === trigger?.segment.frame ? 'trigger' : other;
  return { frame, label: labelOf(segment), look };
}

/** Flags and numbers of a segment. */
export function labelOf({ flags, seq, payloadLength }: SeenSegment): string {
  const names = flagNames(flags).replaceAll(', ', '+');
  return `${names === '' ? '-' : names} seq=${seq}${payloadLength > 0 ? ` len=${payloadLength}` : ''}`;
}

/** The ends of the connection, and the addresses it had before where a NAT changed them: old ones at the outer sides. */
class Lifelines {
  readonly all: readonly Lifeline[];
  readonly #oldClient: boolean;

  constructor({ common }: Verdict, entries: readonly TimelineEntry[], voice: Voice) {
    // As this capture shows them: of two captures, the other one may be behind a NAT.
    const { client, server } = common as Facts<typeof commonFacts>;
    const old = oldClientOf(entries, client);
    const end = (role: Role, address: string): Lifeline => ({
      role: voice.say(`roles.${role}`),
      address: voice.text(address),
    });
    this.#oldClient = old !== null;
    this.all = [
      ...(old === null ? [] : [{ role: voice.say('figures.ladder.oldClient'), address: voice.text(old) }]),
      end('client', client),
      end('server', server),
    ];
  }

  /** Index of a side of the connection itself. */
  indexOf(role: Role): number {
    return this.all.length - (role === 'server' ? 1 : 2);
  }

  /** Between which lifelines a segment runs. */
  ends({ segment, moment }: TimelineEntry): { readonly from: number; readonly to: number } {
    const client = moment === 'olderConnection' && this.#oldClient ? 0 : this.indexOf('client');
    const server = this.indexOf('server');
    return segment.from === 'client' ? { from: client, to: server } : { from: server, to: client };
  }
}

/** The client's address in the segments of the connection that this one continues, if it is another one. */
function oldClientOf(entries: readonly TimelineEntry[], client: string): string | null {
  const older = entries.find(({ moment }) => moment === 'olderConnection');
  if (older === undefined) return null;
  const { from, to } = older.facts as Readonly<Record<'from' | 'to', string>>;
  const address = older.segment.from === 'client' ? from : to;
  return address === client ? null : address;
}

function tapOf({ vantage }: Verdict, lifelines: Lifelines, voice: Voice): LadderFigure['tap'] {
  if (vantage.value === 'unknown' || vantage.confidence === 'undetermined') return null;
  const [client, server] = [lifelines.indexOf('client'), lifelines.indexOf('server')];
  const between = { client: [client, client], server: [server, server], middle: [client, server] } as const;
  return {
    between: between[vantage.value],
    label: voice.say('figures.ladder.tap', { place: voice.say(`places.${vantage.value}`) }),
  };
}

/** Index of the segment that ended a silence → its length; the longest ones. */
export function longSilences(segments: readonly SeenSegment[]): ReadonlyMap<number, number> {
  const gaps = segments.map(({ timeUs }, index) => timeUs - (segments[index - 1]?.timeUs ?? timeUs));
  const longest = gaps
    .map((us, index) => ({ us, index }))
    .filter(({ us }) => us >= SHORTEST_SILENCE)
    .sort((a, b) => b.us - a.us)
    .slice(0, MOST_SILENCES);
  return new Map(longest.map(({ us, index }) => [index, us]));
}

/** Units that every reader of captures knows, the largest first: microseconds in one, and decimal places down to a microsecond. */
const UNITS = [
  ['s', 1_000_000, 6],
  ['ms', 1000, 3],
  ['us', 1, 0],
] as const;

/** Times relative to the RST, all in the unit of the longest, so that the decimal points stand in one column. */
export function relativeTimes(offsets: readonly number[]): readonly string[] {
  const longest = Math.max(...offsets.map(Math.abs));
  const [unit, size, digits] = UNITS.find((each) => longest >= each[1]) ?? UNITS[2];
  return offsets.map((us) => {
    const said = (us / size).toFixed(digits);
    return `${us > 0 ? '+' : ''}${Number(said) === 0 ? said.replace('-', '') : said} ${unit}`;
  });
}
