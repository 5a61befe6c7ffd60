/** Figures for tests: one of each kind, with a text of the test's choice wherever a stranger could have written it. */
import type { FigureData, LadderFigure } from '../../src/model/figure.ts';

const named = (id: string, text: string) => ({ id, title: text, description: text });

export const ladderWith = (text: string): LadderFigure => ({
  kind: 'ladder',
  ...named('ladder', text),
  lifelines: [
    { role: text, address: text },
    { role: text, address: text },
  ],
  tap: { between: [0, 1], label: text },
  rows: [
    { kind: 'segment', frame: 1, time: '-1.000000 s', from: 0, to: 1, label: text, look: 'trigger' },
    { kind: 'silence', label: text },
    { kind: 'segment', frame: 2, time: '0.000000 s', from: 1, to: 0, label: text, look: 'reset' },
    { kind: 'segment', frame: 3, time: '0.000010 s', from: 1, to: 0, label: text, look: 'otherReset' },
  ],
});

export const figuresWith = (text: string): readonly FigureData[] => [
  ladderWith(text),
  {
    kind: 'plot',
    ...named('fields', text),
    panels: [
      {
        label: text,
        points: [
          { frame: 1, value: 64, mark: 'segment' },
          { frame: 2, value: 64, mark: 'otherReset' },
          { frame: 3, value: 127, mark: 'reset' },
        ],
      },
    ],
    legend: [
      { mark: 'segment', label: text },
      { mark: 'otherReset', label: text },
      { mark: 'reset', label: text },
    ],
    axis: text,
  },
  {
    kind: 'silence',
    ...named('silence', text),
    silences: [12, 350.2, 350.1, 3600],
    timers: [
      { seconds: 60, label: text, matches: false },
      { seconds: 350, label: text, matches: true },
    ],
    ticks: [
      { seconds: 10, label: text },
      { seconds: 10_000, label: text },
    ],
    axis: text,
    legend: [
      { mark: 'count', label: text },
      { mark: 'timer', label: text },
      { mark: 'match', label: text },
    ],
  },
  {
    kind: 'lanes',
    ...named('resets', text),
    start: text,
    end: text,
    lanes: [{ label: text, total: text, counts: [0, 3, 1, 0] }],
  },
];
