/** Joins the stages for a capture that still runs: RSTs are judged once they have settled, in memory that has a bound. */
import { openCapture } from './capture/open-capture.ts';
import { causes } from './causes/index.ts';
import { gather } from './evidence/gather.ts';
import { Selection } from './filter/selection.ts';
import { LiveVerdicts } from './live-verdicts.ts';
import type { CaptureSummary } from './model/capture-summary.ts';
import type { ResetEvent, Tracking } from './model/connection.ts';
import { Diagnostics } from './model/diagnostic.ts';
import { WhyrstError } from './model/errors.ts';
import type { Packet } from './model/packet.ts';
import type { Analysis, LiveVerdict } from './model/verdict.ts';
import type { AnalyzeOptions } from './pipeline.ts';
import { hideInput } from './redact/hide-input.ts';
import { redactingDecoder } from './segments.ts';
import { NO_ENDINGS } from './track/endings.ts';
import { Tracker } from './track/tracker.ts';
import { fullVerdict } from './verdict/draft.ts';
import { draftAll } from './verdict/verdicts.ts';
import { version } from './version.ts';
import { AddressTable } from './wire/address-table.ts';
import { Decoder } from './wire/decoder.ts';
import { busOf } from './wire/other-buses.ts';

/** A RST settles for 5 s: long enough for two retransmissions at the initial timeout of 1 s, doubled once (RFC 6298 §2, §5.5). */
export const SETTLE_US = 5e6;
/** Settled RSTs are looked for this often, microseconds of the capture and milliseconds of the clock. */
const LOOK_EVERY_US = 500_000;
const LOOK_EVERY_MS = 500;
/** Addresses or services beyond this are forgotten with everything else: about 100 MB. */
const MOST_NAMES = 2 ** 18;
/** Earlier RSTs that a new one is compared with: those of the last ten minutes, at most so many. */
const COMPARED_FOR_US = 600e6;
const MOST_COMPARED = 256;

export interface WatchOptions extends Omit<AnalyzeOptions, 'from' | 'to'> {
  /** How long after a RST it is judged, microseconds; default {@link SETTLE_US}. */
  readonly settleUs?: number;
  /** Told each verdict once, in the order of frames. */
  readonly onVerdict: (verdict: LiveVerdict, captures: Analysis['captures']) => void;
  /** Names beyond which all is forgotten and watching begins anew; for tests. */
  readonly mostNames?: number;
}

/** Reads standard input until it ends, telling each verdict as soon as its RST has settled; then sums up. */
export async function watch(options: WatchOptions): Promise<Analysis> {
  const watching = new Watching(options);
  const { diagnostics } = watching;
  const onStart = (zeroNs: bigint): void => {
    watching.begin(zeroNs);
  };
  const reader = await openCapture('-', { ...options, diagnostics, onStart });
  const clock = setInterval(() => {
    watching.look();
  }, LOOK_EVERY_MS);
  try {
    const summary = await reader.read((packet) => {
      watching.take(packet);
    });
    return watching.finish(summary);
  } finally {
    clearInterval(clock);
  }
}

/** What reads and remembers: all of it is made anew when there are too many names. */
interface Stretch {
  readonly addresses: AddressTable;
  readonly decoder: Decoder;
  /** Decodes the packet once more, redacted; null: as it is. */
  readonly redact: Decoder['decode'] | null;
  readonly selection: Selection | null;
  readonly tracker: Tracker;
}

function stretchOf(options: WatchOptions, diagnostics: Diagnostics): Stretch {
  const addresses = new AddressTable();
  const { redactionKey: key } = options;
  // A filter is written in the addresses of the owner, and asks the packet as it was.
  const original = key === undefined ? addresses : new AddressTable();
  return {
    addresses,
    decoder: new Decoder(original, diagnostics),
    redact: key === undefined ? null : redactingDecoder({ key, addresses }),
    selection: Selection.of(options, original),
    tracker: new Tracker(addresses, diagnostics),
  };
}

class Watching {
  readonly diagnostics = new Diagnostics();
  readonly #options: WatchOptions;
  readonly #verdicts = new LiveVerdicts();
  #stretch: Stretch;
  #zeroNs: bigint | null = null;
  #cutAt: number | null = null;
  #lastUs = 0;
  #lastMs = 0;
  #lookedUs = 0;
  /** RSTs that new ones are compared with, and how many there were before them. */
  #recent: readonly ResetEvent[] = [];
  #before = 0;
  /** Totals of what was forgotten when watching began anew. */
  #past = { connections: 0, endings: NO_ENDINGS, tcp: 0, icmpErrors: 0, icmpErrorFrame: 0 };

  constructor(options: WatchOptions) {
    this.#options = options;
    this.#stretch = stretchOf(options, this.diagnostics);
  }

  begin(zeroNs: bigint): void {
    this.#zeroNs = zeroNs;
    this.#stretch.selection?.begin(zeroNs);
  }

  take(packet: Packet): void {
    const { capturedLength, wireLength, timeUs } = packet;
    if (capturedLength < wireLength && capturedLength < (this.#cutAt ?? Infinity)) this.#cutAt = capturedLength;
    const { decoder, redact, selection, tracker } = this.#stretch;
    const segment = decoder.decode(packet);
    const told = redact === null ? segment : redact(packet);
    if (segment !== null && told !== null && (selection === null || selection.keeps(segment))) tracker.feed(told);
    this.#lastUs = timeUs;
    this.#lastMs = performance.now();
    if (Math.abs(timeUs - this.#lookedUs) < LOOK_EVERY_US) return;
    this.#lookedUs = timeUs;
    this.#judgeUntil(timeUs - this.#settleUs);
    this.#forgetIfTooMany();
  }

  /** When nothing comes, time passes all the same. */
  look(): void {
    if (!this.#stretch.tracker.isWaiting) return;
    const silentUs = (performance.now() - this.#lastMs) * 1000;
    this.#judgeUntil(this.#lastUs + silentUs - this.#settleUs);
  }

  /** Judges what is left and sums up. */
  finish(summary: CaptureSummary): Analysis {
    const bus = busOf(summary.linkTypes);
    if (bus !== null) throw new WhyrstError('capture/no-network', { path: '-', bus });
    const { decoder, selection } = this.#stretch;
    decoder.finish();
    const examples = this.#close();
    const { counts } = decoder;
    const past = this.#past;
    const { kept, resets } = this.#verdicts;
    if (kept < resets) this.diagnostics.add('watch/folded', 0, -1, { kept, resets });
    const icmpErrors = past.icmpErrors + counts.icmpErrors.count;
    const { redactionKey } = this.#options;
    const read = { summary, selection: selection?.report() ?? [] };
    const told = redactionKey === undefined ? read : hideInput(read, this.diagnostics, redactionKey);
    const capture = {
      ...told.summary,
      role: this.#role,
      tcpSegments: past.tcp + counts.tcp,
      icmpErrors,
      icmpErrorFrame: past.icmpErrorFrame === 0 ? counts.icmpErrors.firstFrame : past.icmpErrorFrame,
    };
    return {
      tool: { name: 'whyrst', version },
      captures: [capture],
      ...this.#verdicts.conclude(),
      clock: null,
      triage: null,
      diagnostics: [...told.selection, ...this.diagnostics.list],
      connections: past.connections,
      endings: past.endings,
      examples,
    };
  }

  get #settleUs(): number {
    return this.#options.settleUs ?? SETTLE_US;
  }

  get #role(): Analysis['captures'][number]['role'] {
    const { vantage } = this.#options;
    return vantage === undefined || vantage === 'unknown' ? 'only' : vantage;
  }

  #judgeUntil(untilUs: number): void {
    this.#judge(this.#stretch.tracker.release(untilUs));
  }

  /** Judges RSTs beside those of the last minutes. */
  #judge(events: readonly ResetEvent[]): void {
    if (events.length === 0) return;
    this.#dropOld(events[0]?.reset.timeUs ?? 0);
    const known = this.#recent.length;
    this.#recent = [...this.#recent, ...events];
    const before = this.#before;
    const captures = [this.#captureSoFar()];
    const [capture] = captures;
    if (capture === undefined) return;
    const relative = this.#recent.map((event) => relativeTo(before, event));
    const evidence = gather(relative, { capture, givenVantage: this.#options.vantage ?? null });
    for (const draft of draftAll(causes, evidence, {}, before).slice(known)) {
      const verdict = fullVerdict(draft);
      this.#verdicts.add(verdict);
      this.#options.onVerdict(verdict, captures);
    }
  }

  #dropOld(nowUs: number): void {
    const young = this.#recent.filter(({ reset }) => nowUs - reset.timeUs <= COMPARED_FOR_US).slice(-MOST_COMPARED);
    this.#before += this.#recent.length - young.length;
    this.#recent = young;
  }

  /** What is known of a capture before its end. */
  #captureSoFar(): Analysis['captures'][number] {
    const zeroNs = this.#zeroNs;
    return {
      ...{ name: '-', format: 'pcap', timestampResolution: 1e-6, linkTypes: [], packets: 0, bytes: 0, sha256: '' },
      ...{ startNs: zeroNs, endNs: zeroNs, zeroNs, complete: true, dropped: null, cutAt: this.#cutAt },
      ...{ role: this.#role, tcpSegments: 0, icmpErrors: 0, icmpErrorFrame: 0 },
    };
  }

  #forgetIfTooMany(): void {
    const addresses = this.#stretch.addresses.size;
    const { services } = this.#stretch.tracker;
    if (Math.max(addresses, services) <= (this.#options.mostNames ?? MOST_NAMES)) return;
    const { counts } = this.#stretch.decoder;
    this.#close();
    this.#past.tcp += counts.tcp;
    this.#past.icmpErrors += counts.icmpErrors.count;
    if (this.#past.icmpErrorFrame === 0) this.#past.icmpErrorFrame = counts.icmpErrors.firstFrame;
    this.diagnostics.add('watch/began-anew', 0, -1, { addresses, services });
    this.#stretch = stretchOf(this.#options, this.diagnostics);
    if (this.#zeroNs !== null) this.#stretch.selection?.begin(this.#zeroNs);
  }

  /** Judges all that waits, and adds up what the tracker counted. */
  #close(): Tracking['examples'] {
    const { events, connections, endings, examples } = this.#stretch.tracker.finish();
    this.#judge([...events]);
    const past = this.#past;
    past.connections += connections;
    past.endings = Object.fromEntries(
      Object.entries(endings).map(([name, count]) => [name, count + past.endings[name as keyof Tracking['endings']]]),
    ) as Tracking['endings'];
    return examples;
  }
}

/** The first sight of a packet by its place among the RSTs at hand. */
function relativeTo(before: number, event: ResetEvent): ResetEvent {
  if (event.copyOf === null || before === 0) return event;
  return { ...event, copyOf: event.copyOf < before ? null : event.copyOf - before };
}
