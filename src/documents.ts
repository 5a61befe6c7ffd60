/** Joins the renderers with the texts and the causes: analysis → JSON, Markdown, terminal; Markdown → PDF. The mirror of pipeline.ts. */
import { causes } from './causes/index.ts';
import type { Brand } from './model/brand.ts';
import { type Claim, claims } from './model/claims.ts';
import type { WhyrstError } from './model/errors.ts';
import { kernelReasonTable } from './model/kernel-reasons.ts';
import type { Overview } from './model/overview.ts';
import type { ReportPart } from './model/report-parts.ts';
import type { Analysis, LiveVerdict, Verdict } from './model/verdict.ts';
import * as bilingual from './narrative/bilingual/report.ts';
import * as brief from './narrative/brief.ts';
import { catalogueFor, type TextFolders } from './narrative/catalogue-files.ts';
import { cheatsheet } from './narrative/cheatsheet.ts';
import * as claimTexts from './narrative/claims-text.ts';
import { decodeToText, tellFields } from './narrative/decode-text.ts';
import * as explanations from './narrative/explain-text.ts';
import { listTeller } from './narrative/list-teller.ts';
import { type ToldReport, tellReport as tell } from './narrative/markdown.ts';
import { overviewToText as overviewText } from './narrative/overview/overview-text.ts';
import { tellOverview as tellSeveral } from './narrative/overview/tell-overview.ts';
import * as plain from './narrative/plain-text.ts';
import { toTerminal as renderTerminal } from './narrative/terminal.ts';
import { toWatchLine as renderLine } from './narrative/watch-line.ts';
import { toCsv as printCsv } from './output/csv.ts';
import { decodeToJson } from './output/decode-json.ts';
import { type JsonOptions, toJson as printJson } from './output/json.ts';
import { toJunit as printJunit } from './output/junit.ts';
import { toSarif as printSarif } from './output/sarif.ts';

/** In whose words and clock something is told. */
export interface TellOptions {
  /** BCP 47 tag of a folder in locales/. */
  readonly language: string;
  /** IANA name; default UTC. */
  readonly timeZone?: string;
  /** Texts and templates of a user, which go before those of the package. */
  readonly folders?: TextFolders;
}

export interface MarkdownOptions extends TellOptions {
  /** Date printed on the report, as 2026-11-20; default: the end of the capture. */
  readonly date?: string;
  /** Frame of the RST that leads the report; default: the first RST of the first finding. */
  readonly subjectFrame?: number;
  /** Whose report it is, and for whom. */
  readonly brand?: Brand;
  /** What follows the customer page; all parts unless given. */
  readonly parts?: readonly ReportPart[];
}

export interface TerminalOptions extends TellOptions {
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  readonly subjectFrame?: number;
}

/** The language in which the JSON says what would settle an alternative; the same for all readers. */
const JSON_LANGUAGE = 'en';

/** The contract `whyrst.analysis/1` as JSON, in pieces: memory stays flat however many RSTs there are. */
export function toJson(
  analysis: Analysis,
  { exitCode = 0, excerpts = [] }: Partial<Pick<JsonOptions, 'exitCode' | 'excerpts'>> = {},
): Iterable<string> {
  const catalogue = catalogueFor(JSON_LANGUAGE);
  return printJson(analysis, {
    exitCode,
    excerpts,
    decides: (cause, verdict) => {
      const text = catalogue.cause(cause);
      return text === null ? '' : plain.plainVoice(catalogue).about(verdict, analysis).tell(text.decides);
    },
  });
}

/** One line for each RST, for spreadsheets and databases. */
export const toCsv = (analysis: Analysis): Iterable<string> => printCsv(analysis);

/** The findings for programs that collect findings: SARIF 2.1.0. */
export function toSarif(
  analysis: Analysis,
  { language, folders, timeZone, exitCode }: TellOptions & { readonly exitCode: number },
): string {
  return printSarif(analysis, { teller: listTeller(analysis, catalogueFor(language, folders), timeZone), exitCode });
}

/** The findings as a list of tests, of which those named fail: JUnit XML. */
export function toJunit(
  analysis: Analysis,
  { language, folders, timeZone, failing }: TellOptions & { readonly failing: ReadonlySet<string> },
): string {
  return printJunit(analysis, { teller: listTeller(analysis, catalogueFor(language, folders), timeZone), failing });
}

/** The report of an analysis in one language, with the figures that may be drawn in it. */
export function tellReport(analysis: Analysis, { language, folders, ...options }: MarkdownOptions): ToldReport {
  return tell(analysis, catalogueFor(language, folders), { causes, ...options });
}

/** The one-page letter to the customer. */
export function tellLetter(analysis: Analysis, { language, folders, ...options }: MarkdownOptions): ToldReport {
  return brief.tellLetter(analysis, catalogueFor(language, folders), { causes, ...options });
}

/** Tells a document, such as {@link tellReport} or {@link tellOverview}, in two languages at once: one text from one set of findings. */
export function tellBilingual<Told, Options extends TellOptions>(
  tellOne: (told: Told, options: Options) => ToldReport,
  told: Told,
  { languages, ...options }: Omit<Options, 'language'> & { readonly languages: readonly [string, string] },
): bilingual.BilingualReport {
  const [first, second] = languages;
  const edition = (language: string) => ({
    language,
    ...tellOne(told, { ...options, language } as unknown as Options),
  });
  return bilingual.bilingualReport(edition(first), edition(second));
}

/** The comment on a ticket, at most `limit` UTF-16 code units of Markdown, cut at a block. */
export function tellComment(
  analysis: Analysis,
  { language, folders, ...options }: MarkdownOptions,
  limit: number,
): string {
  return brief.tellComment(analysis, catalogueFor(language, folders), { causes, ...options }, limit);
}

/** The report of an analysis in one language as Markdown alone. */
export function toMarkdown(analysis: Analysis, options: MarkdownOptions): string {
  return tellReport(analysis, options).markdown;
}

/** Several captures at a glance, with the figure that may be drawn in it. */
export function tellOverview(overview: Overview, { language, folders, timeZone }: TellOptions): ToldReport {
  return tellSeveral(overview, catalogueFor(language, folders), timeZone);
}

/** The same for a terminal. */
export function overviewToText(overview: Overview, { language, ...options }: TerminalOptions): string {
  return overviewText(overview, catalogueFor(language), options);
}

/** The short answer for a terminal. */
export function toTerminal(analysis: Analysis, { language, folders, ...options }: TerminalOptions): string {
  return renderTerminal(analysis, catalogueFor(language, folders), { causes, ...options });
}

/** A verdict in one line, as soon as it is known. */
export function toWatchLine(
  verdict: LiveVerdict,
  captures: Analysis['captures'],
  { language, ...options }: TerminalOptions,
): string {
  return renderLine(verdict, captures, catalogueFor(language), options);
}

/** One RST, field by field. */
export function toDecodeText(verdict: Verdict, analysis: Analysis, { language, ...options }: TerminalOptions): string {
  return decodeToText(verdict, analysis, catalogueFor(language), options);
}

/** RSTs field by field as data, with the sentences in one language. */
export function toDecodeJson(verdicts: readonly Verdict[], analysis: Analysis, language: string): string {
  const catalogue = catalogueFor(language);
  return decodeToJson(verdicts, analysis, (verdict) => tellFields(verdict, analysis, catalogue));
}

/** All causes by name, or one of them in full. */
export function toExplanation(id: string | null, { language, ...options }: TerminalOptions): string {
  const catalogue = catalogueFor(language);
  const cause = causes.find((one) => one.id === id);
  return cause === undefined
    ? explanations.explainList(causes, catalogue, options)
    : explanations.explainToText(cause, catalogue, options);
}

/** What people say about RST and what is true of it: all claims, or one of them. */
export function toClaims(id: string | null, { language, ...options }: TerminalOptions): string {
  return claimTexts.claimsToText(chosenClaims(id), catalogueFor(language), options);
}

/** The same as data. */
export function tellClaims(id: string | null, language: string): readonly claimTexts.ToldClaim[] {
  return claimTexts.tellClaims(chosenClaims(id), catalogueFor(language));
}

const chosenClaims = (id: string | null): readonly Claim[] => claims.filter((claim) => id === null || claim.id === id);

/** The quick reference on RST as Markdown. */
export function toCheatsheet(language: string): string {
  return cheatsheet(catalogueFor(language), kernelReasonTable);
}

/** What went wrong and what to do next. */
export function errorText(error: WhyrstError, language: string): { message: string; hint: string } {
  return plain.errorText(error, catalogueFor(language));
}

/** A sentence of common.json. */
export function uiText(
  language: string,
  key: string,
  values: Readonly<Record<string, string | number>> = {},
  folders: TextFolders = {},
): string {
  return plain.uiText(catalogueFor(language, folders), key, values);
}
