/** Who writes a report and for whom: shown on it, never part of the analysis. */
export interface Brand {
  /** Checked: a PNG or SVG that reaches nothing outside itself. */
  readonly logo?: Logo;
  readonly company?: string;
  readonly customer?: string;
  readonly case?: string;
  readonly contact?: string;
  readonly author?: string;
  /** How far the document may go: "internal", "confidential". */
  readonly classification?: string;
  /** At the foot of each page. */
  readonly footer?: string;
  /** #rrggbb, readable on white. */
  readonly colours?: { readonly accent?: string; readonly heading?: string };
}

export interface Logo {
  readonly type: 'image/png' | 'image/svg+xml';
  readonly bytes: Uint8Array;
}

/** What a report states in words, in the order in which it does. */
export const brandFacts = ['company', 'customer', 'case', 'contact', 'author', 'classification'] as const;
