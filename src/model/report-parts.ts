/** The parts of a report that can be left out, in its order. The customer page is always there. */
export const reportParts = [
  'timeline',
  'why',
  'alternatives',
  'checklist',
  'evidence',
  'limits',
  'others',
  'appendix',
] as const;

export type ReportPart = (typeof reportParts)[number];
