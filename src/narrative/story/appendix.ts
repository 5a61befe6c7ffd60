import { type CapturePart, ownFrame } from '../../model/capture-summary.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { diagnosticFacts } from '../../model/diagnostic.ts';
import type { Analysis, Verdict } from '../../model/verdict.ts';
import { clockAt } from '../clock.ts';
import { codeCell } from '../escape.ts';
import type { Voice } from '../voice.ts';
import { measureOf } from './measure.ts';
import { optionNames, segmentText } from './segment-text.ts';
import { type CauseSheet, sheetsOf } from './subject.ts';

/** A line of the table of capture facts. */
export interface FactRow {
  /** Key of locales common `captureFacts`. */
  readonly key: string;
  readonly label: string;
  readonly value: string;
}

/** One RST with its raw numbers. */
interface ResetRow {
  readonly frame: string;
  readonly time: string;
  readonly sender: string;
  readonly segment: string;
  readonly options: string;
  readonly ip: string;
  readonly builder: string;
}

/** Everything an engineer needs to check the report. */
export interface Appendix {
  readonly captures: readonly { readonly rows: readonly FactRow[] }[];
  readonly resets: readonly ResetRow[];
  readonly anyResets: boolean;
  readonly moreResets: string | null;
  readonly diagnostics: readonly string[];
  readonly glossary: readonly { readonly term: string; readonly meaning: string }[];
  readonly sources: readonly string[];
  readonly anySources: boolean;
}

export function appendixOf(analysis: Analysis, voice: Voice, sources: readonly string[]): Appendix {
  const { catalogue } = voice;
  const resets = analysis.verdicts.filter(({ sameAs }) => sameAs === null);
  const listed = measureOf(analysis).resets;
  const more = resets.length - listed;
  return {
    captures: analysis.captures.map((capture) => ({ rows: captureRows(capture, voice) })),
    resets: resets.slice(0, listed).map((verdict) => resetRow(verdict, analysis, voice.about(verdict, analysis))),
    anyResets: resets.length > 0,
    moreResets: more > 0 ? voice.say('page.moreResets', { more: voice.count(more) }) : null,
    diagnostics: analysis.diagnostics.map((diagnostic) => diagnosticText(diagnostic, voice)),
    glossary: catalogue.keysOf('glossary').map((key) => ({
      term: voice.say(`glossary.${key}.term`),
      meaning: voice.say(`glossary.${key}.meaning`),
    })),
    sources: sources.map((source) => voice.text(source)),
    anySources: sources.length > 0,
  };
}

/** Where the behaviour behind a verdict is written down: kernel functions and RFC sections. */
export function sourcesOf(verdict: Verdict, causes: readonly CauseSheet[]): readonly string[] {
  return [...new Set(sheetsOf(verdict, causes).flatMap(({ sources }) => sources))];
}

type Capture = Analysis['captures'][number];

/** What is known of a capture file. */
export function captureRows(capture: Capture, voice: Voice): readonly FactRow[] {
  const { timeZone } = voice.manner;
  const instant = (ns: bigint | null): string => {
    if (ns === null) return voice.say('page.none');
    const { date, time, offset } = clockAt(ns, timeZone);
    return `${date} ${time} (${offset})`;
  };
  const row = (key: string, value: string): FactRow => ({
    key,
    label: voice.say(`captureFacts.${key}`),
    value,
  });
  const rows = [
    row('name', codeCell(capture.name)),
    row('sha256', codeCell(capture.sha256)),
    row('size', voice.say('page.bytes', { bytes: voice.bytes(capture.bytes) })),
    row(
      'packets',
      voice.say('page.packets', {
        packets: voice.count(capture.packets),
        segments: voice.count(capture.tcpSegments),
      }),
    ),
    row('start', instant(capture.startNs)),
    row('end', instant(capture.endNs)),
    row(
      'format',
      voice.say('page.format', {
        format: capture.format,
        resolution: voice.duration(capture.timestampResolution * 1e6),
      }),
    ),
    row(
      'linkTypes',
      capture.linkTypes.length === 0 ? voice.say('page.none') : voice.list(capture.linkTypes.map(String)),
    ),
    row('complete', voice.say(capture.complete ? 'page.complete' : 'page.incomplete')),
    row('dropped', capture.dropped === null ? voice.say('page.droppedUnknown') : String(voice.count(capture.dropped))),
  ];
  for (const part of capture.parts ?? []) rows.push(partRow(part, voice));
  if (capture.cutAt !== null) rows.push(row('cutAt', voice.say('page.bytes', { bytes: voice.bytes(capture.cutAt) })));
  return rows;
}

/** Runs of frames that are listed for one file of a joined capture. */
const RUNS = 8;

/** Which frames are in one file of a joined capture. */
function partRow({ name, sha256, packets, runs }: CapturePart, voice: Voice): FactRow {
  const said = runs.slice(0, RUNS).map(({ first, own, count }) =>
    voice.say('page.run', {
      first: String(first),
      last: String(first + count - 1),
      own: String(own),
      ownLast: String(own + count - 1),
    }),
  );
  const frames = said.length === 0 ? voice.say('page.none') : voice.list(said);
  return {
    key: 'part',
    label: voice.say('page.part', { file: codeCell(name) }),
    value: voice.say('page.partFrames', {
      packets: voice.count(packets),
      frames: runs.length > RUNS ? voice.say('page.moreRuns', { frames }) : frames,
      sha256: codeCell(sha256),
    }),
  };
}

function resetRow(verdict: Verdict, { captures }: Analysis, voice: Voice): ResetRow {
  const { capture, reset, sender, builder, client, server } = verdict;
  const joined = captures[capture];
  const own = joined === undefined ? null : ownFrame(joined, reset.frame);
  const { address, port } = sender === 'client' ? client : server;
  const { ttl, ipId, dscp, dontFragment } = reset;
  const ip = [
    ttl < 0 ? '' : `ttl=${ttl}`,
    ipId < 0 ? '' : `id=${ipId}`,
    dontFragment < 0 ? '' : `df=${dontFragment}`,
    dscp < 0 ? '' : `dscp=${dscp}`,
  ];
  return {
    frame: own === null ? String(reset.frame) : `${reset.frame} (${voice.text(own.file)}: ${own.frame})`,
    time: voice.clock(reset.timeUs),
    sender: voice.text(address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`),
    segment: codeCell(segmentText(reset)),
    options: codeCell(optionNames(reset.options)),
    ip: codeCell(ip.filter((part) => part !== '').join(' ')),
    builder: voice.say(`builders.${builder.value}`),
  };
}

/** A diagnostic in words, with the place in the file. */
export function diagnosticText({ code, frame, offset, facts, file, more }: Diagnostic, voice: Voice): string {
  const shape = diagnosticFacts[code];
  const sentence = voice.tell(voice.catalogue.diagnostic(code), voice.facts(shape, facts));
  const place = [
    file === undefined ? '' : voice.say('locations.file', { file: voice.text(file) }),
    frame > 0 ? voice.say('locations.frame', { frame: String(frame) }) : '',
    offset >= 0 ? voice.say('locations.offset', { offset: String(offset) }) : '',
  ].filter((part) => part !== '');
  const said = place.length === 0 ? sentence : voice.say('page.diagnostic', { sentence, place: voice.list(place) });
  return more === undefined ? said : voice.say('page.diagnosticMore', { sentence: said, more: voice.count(more) });
}
