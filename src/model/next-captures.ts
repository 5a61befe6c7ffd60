/** Observations that would settle what is open: `nextCaptures.<key>.{action,command}`; common facts may be quoted. */
export const nextCaptures = [
  'bothEnds',
  'between',
  'natBothSides',
  'tracepointSender',
  'counters',
  'longer',
  'fromHandshake',
  'serverEgress',
  'socketState',
  'otherPorts',
  'conntrack',
] as const;
export type NextCapture = (typeof nextCaptures)[number];
