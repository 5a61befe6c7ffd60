/** The library. Nothing else is public. */

export { analyzeBothEnds } from './both-ends.ts';
export { causes } from './causes/index.ts';
export type { MarkdownOptions, TellOptions, TerminalOptions } from './documents.ts';
export {
  errorText,
  overviewToText,
  tellBilingual,
  tellClaims,
  tellComment,
  tellLetter,
  tellOverview,
  tellReport,
  toCheatsheet,
  toClaims,
  toCsv,
  toDecodeJson,
  toDecodeText,
  toExplanation,
  toJson,
  toJunit,
  toMarkdown,
  toSarif,
  toTerminal,
  toWatchLine,
  uiText,
} from './documents.ts';
export { type Excerpt, type ExcerptOptions, excerptsOf } from './excerpts.ts';
export { deliverPost, type PostOptions, plainComment, postOf } from './hand-over.ts';
export { SETTLE_US, type WatchOptions, watch } from './live.ts';
export type { Brand } from './model/brand.ts';
export type { CaptureSummary } from './model/capture-summary.ts';
export type { Cause } from './model/cause.ts';
export type { CauseId } from './model/cause-ids.ts';
export { type Claim, claims } from './model/claims.ts';
export type { Diagnostic, DiagnosticCode } from './model/diagnostic.ts';
export { type ErrorCode, WhyrstError } from './model/errors.ts';
export type { FigureData } from './model/figure.ts';
export type { CaptureDigest, FindingDigest, Overview, OverviewEntry } from './model/overview.ts';
export { type ReportPart, reportParts } from './model/report-parts.ts';
export type * from './model/triage.ts';
export type * from './model/verdict.ts';
export type { BilingualReport } from './narrative/bilingual/report.ts';
export { availableLanguages, type TextFolders, templateNames } from './narrative/catalogue-files.ts';
export type { ToldReport } from './narrative/markdown.ts';
export { reportDate } from './narrative/story/report-date.ts';
export { decodeSchema } from './output/decode-schema.ts';
export { digestOf } from './output/digest.ts';
export { overviewToJson } from './output/overview-json.ts';
export { overviewSchema } from './output/overview-schema.ts';
export { packSchema } from './output/pack-schema.ts';
export { analysisSchema } from './output/schema.ts';
export {
  type CheckedEvidence,
  type CheckedFile,
  type CheckedPack,
  type CheckedSources,
  checkPack,
  checkSources,
  type Disagreement,
  entryName,
  type FileState,
  type Outcome,
  PACK_BOUNDS,
  tellManifest,
  type WrittenEntry,
  ZipWriter,
} from './packs.ts';
export type { Attachment, Pdf } from './pdf/options.ts';
export { type AnalyzeOptions, analyze } from './pipeline.ts';
export { type HtmlReport, type PdfPrintOptions, toHtml, toPdf } from './prints.ts';
export {
  canonicalAddress,
  hiddenName,
  hideAddress,
  keyName,
  type RewriteOptions,
  type Rewritten,
  revealAddress,
  rewriteCapture,
} from './rewrite.ts';
export type { Delivery, RemoteSystem, TicketOptions } from './tickets/open-ticket.ts';
export { type Post, parseTarget, systemNames, type Target } from './tickets/ticket.ts';
export type { Draft } from './tickets/web.ts';
export { applyKnown, type Known } from './triage/apply.ts';
export { parseBaseline } from './triage/baseline.ts';
export { type FailOn, type Gate, gateOf, parseFailOn } from './triage/gate.ts';
export { version } from './version.ts';
