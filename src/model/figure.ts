/**
 * Figures as data: what narrative/ wants drawn, every word of it already said in the reader's language and nothing escaped yet.
 * figures/ draws them as SVG for PDF and HTML; narrative/ itself writes them as Mermaid and as characters for Markdown.
 */
export type FigureData = LadderFigure | PlotFigure | SilenceFigure | LanesFigure;

interface FigureBase {
  /** Names the figure within its report: `ladder`, `ladderThere`, `fields`, `silence`, `resets`. */
  readonly id: string;
  /** One line that names the figure. */
  readonly title: string;
  /** What the figure shows, for readers who cannot see it. */
  readonly description: string;
}

/** Segments between the ends of a connection in the order of their frames. */
export interface LadderFigure extends FigureBase {
  readonly kind: 'ladder';
  /** The ends, left to right. */
  readonly lifelines: readonly Lifeline[];
  /** Where the packets were captured: right at a lifeline, or between the last two; null when not known. */
  readonly tap: { readonly between: readonly [left: number, right: number]; readonly label: string } | null;
  readonly rows: readonly LadderRow[];
}

export interface Lifeline {
  /** What the end is: client, server, the client's old address. */
  readonly role: string;
  readonly address: string;
}

/** One segment, a silence long enough to be shown as such, or the place of a segment that is not there. */
export type LadderRow =
  | {
      readonly kind: 'segment';
      readonly frame: number;
      /** Time relative to the RST. */
      readonly time: string;
      /** Indexes of lifelines. */
      readonly from: number;
      readonly to: number;
      /** Flags and numbers; ASCII. */
      readonly label: string;
      readonly look: 'plain' | 'trigger' | 'reset' | 'otherReset';
    }
  | { readonly kind: 'silence' | 'absence'; readonly label: string };

/** Values of header fields, one panel each, for the same segments. */
export interface PlotFigure extends FigureBase {
  readonly kind: 'plot';
  readonly panels: readonly PlotPanel[];
  readonly legend: readonly { readonly mark: PlotMark; readonly label: string }[];
  /** What the numbers below the panels are: frames. */
  readonly axis: string;
}

/** Shape tells what a point is; colour only repeats it. */
export type PlotMark = 'segment' | 'reset' | 'otherReset';

export interface PlotPanel {
  readonly label: string;
  readonly points: readonly { readonly frame: number; readonly value: number; readonly mark: PlotMark }[];
}

/** Silences before RSTs on a logarithmic axis beside the timers of known products. */
export interface SilenceFigure extends FigureBase {
  readonly kind: 'silence';
  /** Seconds. */
  readonly silences: readonly number[];
  readonly timers: readonly { readonly seconds: number; readonly label: string; readonly matches: boolean }[];
  /** Labelled places of the axis. */
  readonly ticks: readonly { readonly seconds: number; readonly label: string }[];
  readonly axis: string;
  readonly legend: readonly { readonly mark: 'count' | 'timer' | 'match'; readonly label: string }[];
}

/** How many RSTs there were over time: one lane for each finding. */
export interface LanesFigure extends FigureBase {
  readonly kind: 'lanes';
  readonly start: string;
  readonly end: string;
  readonly lanes: readonly { readonly label: string; readonly total: string; readonly counts: readonly number[] }[];
}
