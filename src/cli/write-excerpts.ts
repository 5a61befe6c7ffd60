/** The packets that an analysis cites, as files beside the report and within the PDF. */
import { type Analysis, type Excerpt, excerptsOf } from '../index.ts';
import { codeOf, type ErrorCode } from '../model/errors.ts';
import type { ReportSource } from './report-source.ts';
import type { ExcerptNews, Wanted } from './wanted.ts';

/** Registered in draft-ietf-opsawg-pcapng §7. */
export const PCAPNG_TYPE = 'application/pcapng';

/** The excerpts that were asked for; packets are as they were captured, or redacted as the report is. */
export async function evidenceOf(
  analysis: Analysis,
  wanted: Pick<Wanted, 'telling' | 'languages' | 'bilingual'>,
  source: ReportSource,
): Promise<readonly Excerpt[]> {
  return excerptsOf(analysis, source.inputs, optionsFrom(wanted, source));
}

/** With more RSTs than this, or more bytes, the packets stay out of the PDF. */
const MOST_ATTACHED = { resets: 2000, bytes: 8_000_000 };

const WITHOUT_PACKETS: ReadonlySet<ErrorCode | null> = new Set(['capture/changed', 'capture/printed']);

/** The excerpts that a PDF carries. It is passed on more freely than a capture: they hold no payload. */
export async function attachableExcerpts(
  analysis: Analysis,
  wanted: Pick<Wanted, 'telling' | 'languages' | 'bilingual'>,
  source: ReportSource | null,
): Promise<readonly Excerpt[]> {
  if (source === null || analysis.verdicts.length > MOST_ATTACHED.resets) return [];
  try {
    const found = await excerptsOf(analysis, source.inputs, { ...optionsFrom(wanted, source), withoutPayload: true });
    const length = found.reduce((sum, { bytes }) => sum + bytes.length, 0);
    return length > MOST_ATTACHED.bytes ? [] : found;
  } catch (error) {
    // A capture that still grows has a report all the same, and so have printed lines.
    if (WITHOUT_PACKETS.has(codeOf(error))) return [];
    throw error;
  }
}

function optionsFrom(
  { telling: { folders }, languages, bilingual }: Pick<Wanted, 'telling' | 'languages' | 'bilingual'>,
  { redactionKey, vantage }: ReportSource,
) {
  return {
    languages: bilingual ?? languages,
    ...(folders === undefined ? {} : { folders }),
    ...(redactionKey === undefined ? {} : { redactionKey }),
    ...(vantage === undefined ? {} : { vantage }),
  };
}

/** `evidence.pcapng`, or `evidence.client.pcapng` of two captures. */
export function excerptName({ captures }: Analysis, { capture }: Excerpt): string {
  const role = captures[capture]?.role ?? 'only';
  return captures.length === 1 ? 'evidence.pcapng' : `evidence.${role}.pcapng`;
}

export function newsOf({ verdicts }: Analysis, excerpts: readonly Excerpt[]): ExcerptNews {
  const open = new Set(excerpts.flatMap(({ differs }) => differs));
  return {
    packets: excerpts.reduce((sum, { packets }) => sum + packets, 0),
    resets: verdicts.length,
    differs: verdicts.filter(({ id }) => open.has(id)).map(({ id, reset: { frame } }) => ({ id, frame })),
  };
}
