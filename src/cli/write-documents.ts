/** The documents of one analysis, as files. */
import {
  type Analysis,
  type Attachment,
  type Excerpt,
  type HtmlReport,
  type ToldReport,
  tellBilingual,
  tellComment,
  tellLetter,
  tellReport,
  toCsv,
  toHtml,
  toJson,
  toJunit,
  toPdf,
  toSarif,
  uiText,
} from '../index.ts';
import type { Sorted } from './known.ts';
import { writeWhole } from './output-files.ts';
import type { ReportSource } from './report-source.ts';
import type { Wanted, Written } from './wanted.ts';
import { attachableExcerpts, evidenceOf, excerptName, newsOf, PCAPNG_TYPE } from './write-excerpts.ts';

/** Takes a finished file. */
export type WriteFile = (path: string, content: Iterable<string> | Uint8Array) => Promise<void>;

/** A document, and what stands for its language or languages in the name of its file. */
type Told = ToldReport & HtmlReport & { readonly tag: string };

/** A larger analysis stays beside the PDF: whoever opens that should not wait for it. Bytes. */
const LARGEST_ATTACHMENT = 8_000_000;

/**
 * Writes everything that was asked for; `base` is the path that all names begin with. The packets that the analysis cites are read from
 * the source once more; null: they are gone.
 */
export async function writeDocuments(
  sorted: Sorted,
  base: string,
  wanted: Wanted,
  source: ReportSource | null,
  write: WriteFile = writeWhole,
): Promise<Written> {
  const { analysis, exitCode } = sorted;
  const { languages, telling, letter, commentLimit, formats, evidence } = wanted;
  const files = new Files(write);
  const excerpts = evidence && source !== null ? await evidenceOf(analysis, wanted, source) : [];
  const attached = formats.includes('pdf') ? await attachableExcerpts(analysis, wanted, source) : [];
  const job = { ...sorted, wanted, files, attached };
  await writeSet(tellWith(tellReport, analysis, wanted), base, job);
  if (letter) await writeSet(tellWith(tellLetter, analysis, wanted), `${base}.letter`, job);
  if (commentLimit !== null) {
    for (const language of languages) {
      const comment = tellComment(analysis, { ...telling, language }, commentLimit);
      await files.write(`${base}.comment.${language}.md`, [comment]);
    }
  }
  if (formats.includes('json')) await files.write(`${base}.json`, toJson(analysis, { exitCode, excerpts }));
  await writeLists(base, job);
  for (const each of excerpts) await files.write(`${base}.${excerptName(analysis, each)}`, each.bytes);
  return {
    paths: files.paths,
    missingGlyphs: [...files.missingGlyphs].sort((a, b) => a - b),
    excerpt: evidence ? newsOf(analysis, excerpts) : null,
  };
}

/** The findings for other programs: one file each, in the first language. */
async function writeLists(base: string, { analysis, exitCode, failing, wanted, files }: Job): Promise<void> {
  const { formats, languages, telling } = wanted;
  const first = { ...lookOf(telling), timeZone: telling.timeZone ?? 'UTC', language: languages[0] ?? 'en' };
  if (formats.includes('csv')) await files.write(`${base}.csv`, toCsv(analysis));
  if (formats.includes('sarif')) await files.write(`${base}.sarif`, [toSarif(analysis, { ...first, exitCode })]);
  if (formats.includes('junit')) await files.write(`${base}.junit.xml`, [toJunit(analysis, { ...first, failing })]);
}

/** A document in each language, or one in two. */
function tellWith(
  teller: typeof tellReport,
  analysis: Analysis,
  { languages, bilingual, telling }: Wanted,
): readonly Told[] {
  if (bilingual === null) {
    return languages.map((language) => ({ ...teller(analysis, { ...telling, language }), language, tag: language }));
  }
  const [language, also] = bilingual;
  const told = tellBilingual(teller, analysis, { ...telling, languages: bilingual });
  return [{ ...told, language, also, tag: `${language}+${also}` }];
}

class Files {
  readonly #write: WriteFile;
  readonly paths: string[] = [];
  readonly missingGlyphs = new Set<number>();

  constructor(write: WriteFile) {
    this.#write = write;
  }

  async write(path: string, content: Iterable<string> | Uint8Array): Promise<void> {
    await this.#write(path, content);
    this.paths.push(path);
  }
}

interface Job extends Sorted {
  readonly wanted: Wanted;
  readonly files: Files;
  /** Captures that each PDF carries. */
  readonly attached: readonly Excerpt[];
}

/** One document in all its languages and formats. HTML holds all languages in one file. */
async function writeSet(told: readonly Told[], base: string, job: Job): Promise<void> {
  const { analysis, wanted, files } = job;
  const { formats, telling } = wanted;
  const look = lookOf(telling);
  for (const { language, also, tag, markdown, figures, cover } of told) {
    if (formats.includes('md')) await files.write(`${base}.${tag}.md`, [markdown]);
    if (!formats.includes('pdf')) continue;
    const pdf = await toPdf(markdown, {
      language,
      ...(also === undefined ? {} : { also }),
      ...look,
      figures,
      cover,
      date: dateOf(analysis, telling.date),
      keywords: analysis.captures.map(({ sha256 }) => sha256).join(' '),
      attachments: cover === null ? [] : attachmentsOf(job, language),
    });
    await files.write(`${base}.${tag}.pdf`, pdf.bytes);
    for (const { codePoint } of pdf.missingGlyphs) files.missingGlyphs.add(codePoint);
  }
  if (!formats.includes('html')) return;
  const [only] = told;
  const name = told.length === 1 && only !== undefined ? `${base}.${only.tag}.html` : `${base}.html`;
  await files.write(name, [await toHtml(told, look)]);
}

/** Texts and brand, as far as there are any. */
export function lookOf({ folders, brand }: Wanted['telling']): Pick<Wanted['telling'], 'folders' | 'brand'> {
  return { ...(folders === undefined ? {} : { folders }), ...(brand === undefined ? {} : { brand }) };
}

/** The cited packets, and the analysis for programs unless it is too large to be carried along. */
function attachmentsOf({ analysis, exitCode, wanted, attached }: Job, language: string): readonly Attachment[] {
  const describe = (key: string): string => uiText(language, key, {}, wanted.telling.folders);
  const packets = attached.map((excerpt) => ({
    name: `whyrst-${excerptName(analysis, excerpt)}`,
    description: describe('cli.pdf.attachedPackets'),
    type: PCAPNG_TYPE,
    bytes: excerpt.bytes,
  }));
  const pieces: string[] = [];
  let length = 0;
  for (const piece of toJson(analysis, { exitCode, excerpts: attached })) {
    pieces.push(piece);
    length += piece.length;
    if (length > LARGEST_ATTACHMENT) return packets;
  }
  const bytes = Buffer.from(pieces.join(''));
  const description = describe('cli.pdf.attachedJson');
  return [{ name: 'whyrst-analysis.json', description, type: 'application/json', bytes }, ...packets];
}

/** The date in the PDF: the one asked for, else the end of the capture. Never the clock: the same input gives the same bytes. */
function dateOf({ captures }: Analysis, date: string | undefined): Date {
  if (date !== undefined) return new Date(`${date}T00:00:00Z`);
  const endNs = captures.at(-1)?.endNs ?? null;
  return new Date(endNs === null ? 0 : Number(endNs / 1_000_000n));
}
