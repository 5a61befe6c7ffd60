import { basename, join } from 'node:path';
import { entryName, hiddenName, tellManifest, uiText, type WrittenEntry, ZipWriter } from '../../index.ts';
import { WhyrstError } from '../../model/errors.ts';
import { MANIFEST, type PackedFile, type PackedKind, type PackedOptions } from '../../model/pack.ts';
import { findCaptures } from '../find-captures.ts';
import { knownFrom } from '../known.ts';
import { makeFolder, PendingFile, reportStems } from '../output-files.ts';
import { readCapture } from '../read-capture.ts';
import { redactionKeyFrom } from '../redaction-key.ts';
import type { ReportFlags } from '../report-request.ts';
import { sourceOf } from '../report-source.ts';
import type { CaptureFlags, Session } from '../session.ts';
import { tellExcerpt } from '../tell-written.ts';
import { demandReset, vantageFrom } from '../values.ts';
import { writeDocuments } from '../write-documents.ts';
import { warnOfGlyphs } from './warn-of-glyphs.ts';
import { groupsFrom, requestFrom } from './write-reports.ts';

/** Everything that a pack holds. */
const FORMATS = 'md,pdf,html,json';

/** `whyrst pack CAPTURE`: report, analysis and evidence capture in one zip, with a manifest of their hashes. */
export async function packCapture(captures: readonly string[], given: ReportFlags, session: Session): Promise<void> {
  const request = requestFrom({ ...given, format: FORMATS, evidencePcap: true }, session);
  const { flags, telling } = request;
  makeFolder(flags.output);
  const [only, another] = await groupsFrom(findCaptures(captures), flags, session);
  if (only === undefined) throw new WhyrstError('usage/missing-argument', { value: '<capture>' });
  if (another !== undefined) throw new WhyrstError('usage/too-many-arguments', { value: another.name });
  const key = redactionKeyFrom(flags);
  const source = sourceOf(only.paths, flags, key, 'pack');
  const sort = knownFrom(flags, key);
  const sorted = sort(await readCapture(only.paths, flags, session, key));
  if (telling.subjectFrame !== undefined) demandReset(sorted.analysis, telling.subjectFrame);
  const name = key === undefined ? only.name : hiddenName(basename(only.name), key);
  const [stem = name] = reportStems([name]);
  const path = join(flags.output, `${stem}.whyrst.zip`);
  const file = new PendingFile(path);
  try {
    const zip = new ZipWriter((bytes) => {
      file.write(bytes);
    });
    const entries: WrittenEntry[] = [];
    const written = await writeDocuments(sorted, `${stem}.whyrst`, request, source, (each, content) => {
      entries.push(zip.add(entryName(each), content));
      return Promise.resolve();
    });
    const files = entries.map((entry): PackedFile => ({ ...entry, kind: kindOf(entry.name) }));
    zip.add(MANIFEST, [tellManifest(sorted.analysis, files, optionsOf(flags, request.telling), key !== undefined)]);
    zip.finish();
    file.finish();
    if (written.missingGlyphs.length > 0) await warnOfGlyphs(written.missingGlyphs, session);
    if (flags.quiet === true) return;
    await session.terminal.note(uiText(session.language, 'cli.pack.written', { path, files: files.length }));
    await tellExcerpt(written, session);
  } finally {
    file.abandon();
  }
}

function kindOf(name: string): PackedKind {
  if (name.endsWith('.pcapng')) return 'evidence';
  return name.endsWith('.json') ? 'analysis' : 'report';
}

function optionsOf(
  { vantage, filter, from, to }: CaptureFlags,
  { timeZone, date }: { readonly timeZone?: string; readonly date?: string },
): PackedOptions {
  const place = vantageFrom(vantage);
  return {
    vantage: place === undefined || place === 'unknown' ? null : place,
    ...{ filter: filter ?? null, from: from ?? null, to: to ?? null },
    ...{ timeZone: timeZone ?? 'UTC', date: date ?? null },
  };
}
