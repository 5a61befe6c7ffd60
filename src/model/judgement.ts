/** Surest first. Who may award which word: verdict/confidence.ts. */
export const confidences = ['proven', 'likely', 'possible', 'undetermined'] as const;
/** How sure a statement is. */
export type Confidence = (typeof confidences)[number];

/** Worst first. */
export const impacts = ['disruptive', 'unknown', 'probe', 'benign'] as const;
export type Impact = (typeof impacts)[number];
