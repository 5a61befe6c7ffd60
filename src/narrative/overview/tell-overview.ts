/** Several captures on a few pages: which causes, at which services, when, and which capture has which report. */
import { errorFacts } from '../../model/errors.ts';
import { greatest, least } from '../../model/extremes.ts';
import type { FigureData } from '../../model/figure.ts';
import type { CaptureFailure, Overview } from '../../model/overview.ts';
import type { FactShape } from '../../model/reading.ts';
import { visible } from '../../model/visible.ts';
import type { Catalogue } from '../catalogue.ts';
import { codeCell, markdownText } from '../escape.ts';
import { figureView } from '../figures/figure-view.ts';
import { type ToldReport, tidy } from '../markdown.ts';
import { labels } from '../story/story.ts';
import { causeTitle } from '../story/subject.ts';
import { renderTemplate } from '../template.ts';
import { Voice } from '../voice.ts';
import { byConfidence, type Group, groupFindings, type ReadEntry, readEntries } from './counts.ts';
import { timeFigure } from './time-figure.ts';

/** Services listed; JSON has them all. */
const SERVICES = 40;

/** The overview in one language as Markdown, with its figure. */
export function tellOverview(overview: Overview, catalogue: Catalogue, timeZone = 'UTC'): ToldReport {
  const voice = new Voice(catalogue, { quote: markdownText, timeZone }, 0n);
  const read = readEntries(overview);
  const causes = groupFindings(read, ({ cause }) => cause);
  const services = groupFindings(read, ({ service }) => service);
  const figure = timeFigure(causes, new Voice(catalogue, { quote: visible, timeZone }, 0n));
  const title = voice.say('overview.title', { captures: voice.count(overview.entries.length) });
  const view = {
    t: labels(voice),
    title,
    summary: summaryOf(overview, voice),
    anyResets: causes.length > 0,
    causes: causes.map((group) => ({ cause: titleOf(group, voice), ...rowOf(group, voice) })),
    services: services.slice(0, SERVICES).map((group) => servicesRow(group, voice)),
    moreServices: moreServices(services.length - SERVICES, voice),
    figure: figure === null ? null : figureView(figure),
    captures: read.map((each) => captureRow(each, voice)),
    failures: failureRows(overview, voice),
    anyFailures: read.length < overview.entries.length,
  };
  const figures: readonly FigureData[] = figure === null ? [] : [figure];
  return { title, markdown: tidy(renderTemplate(catalogue, 'overview', view)), cover: null, figures };
}

/** How much there was, and when. */
export function summaryOf(overview: Overview, voice: Voice): string {
  const digests = readEntries(overview).map(({ digest }) => digest);
  const starts = digests.flatMap(({ startMs }) => (startMs === null ? [] : [startMs]));
  const ends = digests.flatMap(({ endMs }) => (endMs === null ? [] : [endMs]));
  const numbers = voice.say('overview.summary', {
    read: voice.count(digests.length),
    captures: voice.count(overview.entries.length),
    packets: voice.count(digests.reduce((sum, { packets }) => sum + packets, 0)),
    connections: voice.count(digests.reduce((sum, { connections }) => sum + connections, 0)),
    resets: voice.count(digests.reduce((sum, { resets }) => sum + resets, 0)),
    version: voice.text(overview.tool.version),
  });
  if (starts.length === 0 || ends.length === 0) return numbers;
  const [from, to] = [least(starts) * 1000, greatest(ends) * 1000];
  const period = voice.say('overview.period', { from: voice.time(from), to: voice.time(to), zone: voice.zone(from) });
  return voice.say('overview.sentences', { first: numbers, second: period });
}

/** Short name of the cause that the findings of a group share. */
export function titleOf({ findings }: Group, voice: Voice): string {
  return voice.tell(causeTitle(voice.catalogue, findings[0]?.cause ?? 'undetermined'));
}

/** The numbers of a cause. */
export function rowOf(
  { findings, captures, resets, connections }: Group,
  voice: Voice,
): Readonly<Record<string, string>> {
  return {
    captures: String(voice.count(captures)),
    resets: String(voice.count(resets)),
    connections: String(voice.count(connections)),
    services: String(voice.count(new Set(findings.map(({ service }) => service)).size)),
    confidence: voice.list(
      byConfidence(findings).map(([confidence, count]) =>
        voice.say('overview.share', { label: voice.say(`confidence.${confidence}.label`), resets: voice.count(count) }),
      ),
    ),
  };
}

function servicesRow(group: Group, voice: Voice): object {
  const { key, findings, captures, resets } = group;
  const causes = new Set(findings.map(({ cause }) => voice.tell(causeTitle(voice.catalogue, cause))));
  return {
    service: voice.text(key),
    captures: voice.count(captures),
    resets: voice.count(resets),
    causes: voice.list([...causes]),
  };
}

function moreServices(more: number, voice: Voice): string {
  return more > 0 ? voice.say('overview.moreServices', { services: voice.count(more) }) : '';
}

function captureRow({ entry, digest }: ReadEntry, voice: Voice): object {
  const [worst] = digest.findings;
  const confidence = worst === undefined ? '' : voice.say(`confidence.${worst.confidence}.label`);
  return {
    name: voice.text(entry.name),
    resets: voice.count(digest.resets),
    cause:
      worst === undefined
        ? voice.say('overview.none')
        : voice.say('overview.worst', { cause: voice.tell(causeTitle(voice.catalogue, worst.cause)), confidence }),
    service: worst === undefined ? '' : voice.text(worst.service),
    complete: digest.complete ? '' : voice.say('overview.incomplete'),
    report: codeCell(entry.report),
  };
}

function failureRows({ entries }: Overview, voice: Voice): readonly object[] {
  return entries.flatMap(({ name, result }) =>
    'failure' in result ? [{ name: voice.text(name), reason: reasonOf(result.failure, voice) }] : [],
  );
}

function reasonOf({ code, facts }: CaptureFailure, voice: Voice): string {
  if (code === null) return voice.say('overview.bug');
  const shape: FactShape = errorFacts[code];
  return voice.tell(voice.catalogue.error(code).message, voice.facts(shape, facts));
}
