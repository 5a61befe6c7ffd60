/** Figures in Markdown: Mermaid that strangers cannot steer, and drawings in characters. */
import { Marked } from 'marked';
import { describe, expect, it } from 'vitest';
import type { LadderFigure, SilenceFigure } from '../../src/model/figure.ts';
import { inCharacters } from '../../src/narrative/figures/characters.ts';
import { figureView } from '../../src/narrative/figures/figure-view.ts';
import { ladderFigure } from '../../src/narrative/figures/ladder.ts';
import { lanesFigure } from '../../src/narrative/figures/lanes.ts';
import { ladderMermaid } from '../../src/narrative/figures/mermaid.ts';
import { plotFigure } from '../../src/narrative/figures/plot.ts';
import { silenceFigure } from '../../src/narrative/figures/silence.ts';
import { plainVoice } from '../../src/narrative/plain-text.ts';
import { testCatalogue } from '../support/catalogue.ts';
import { figuresWith, ladderWith } from '../support/figures.ts';
import { many } from '../support/report.ts';
import { analysis, finding, moment, seen, verdict, ZERO_NS } from '../support/verdict.ts';

const voiceOf = (told = verdict()) => plainVoice(testCatalogue('en'), 'UTC', ZERO_NS).about(told, analysis());

const hostile = ['end', 'a;b', 'x\ny', '#9829;', '%%{init: {}}%%', '<img src=x>', '```', 'loop x', ': wrap:', '"`q`"'];

describe.each(hostile)('a name such as %j', (text) => {
  it('adds no line and no statement to a sequence diagram', () => {
    const { fence, lines, info } = figureView(ladderWith(text)).blocks[0] ?? { fence: '', lines: [], info: '' };
    expect(info).toBe('mermaid figure=ladder');
    expect(lines).toHaveLength(ladderMermaid(ladderWith('plain')).length);
    for (const line of lines.slice(1)) {
      expect(line).toMatch(/^ {4}(participant p\d+ as |p\d+(->>|--x)p\d+: \d+ · |Note over p1,p2: )/);
      // A semicolon ends only an entity, and a # begins one.
      const text = line.replace('->>', '').replace(/#\d+;/g, '');
      expect(text).not.toMatch(/[#;<>"`]/);
    }
    expect(lines.some((line) => line.startsWith(fence))).toBe(false);
  });

  it.each(figuresWith(text))('stays within the code blocks of a $kind', (figure) => {
    const { blocks } = figureView(figure);
    const markdown = blocks
      .map(({ fence, info, lines }) => [`${fence}${info}`, ...lines, fence].join('\n'))
      .join('\n\n');
    const tokens = new Marked({ gfm: true }).lexer(markdown).filter(({ type }) => type !== 'space');
    expect(tokens.map(({ type }) => type)).toEqual(blocks.map(() => 'code'));
  });
});

describe('the ladder', () => {
  it('has a lifeline of its own for the address that a client had before', () => {
    const old = {
      ...moment(seen({ frame: 3 }), 'olderConnection'),
      facts: { bytes: 0, from: '203.0.113.7:1', to: '192.0.2.7:443' },
    };
    const told = verdict();
    const figure = ladderFigure({ ...told, timeline: [old, ...told.timeline] }, voiceOf());
    expect(figure.lifelines.map(({ address }) => address)).toEqual([
      '203.0.113.7:1',
      '198.51.100.7:40001',
      '192.0.2.7:443',
    ]);
    const [first] = figure.rows.filter((row) => row.kind === 'segment');
    expect(first).toMatchObject({ frame: 3, from: 0, to: 2 });
    expect(figure.rows.at(-1)).toMatchObject({ frame: 17, from: 2, to: 1, look: 'reset' });
  });

  it('shows where it was captured only where that is known', () => {
    const at = (value: 'client' | 'server' | 'middle' | 'unknown'): LadderFigure['tap'] =>
      ladderFigure(verdict({ vantage: { ...verdict().vantage, value } }), voiceOf()).tap;
    expect(at('client')?.between).toEqual([0, 0]);
    expect(at('middle')?.between).toEqual([0, 1]);
    expect(at('server')?.between).toEqual([1, 1]);
    expect(at('unknown')).toBeNull();
  });

  it('names a silence with its length, before the segment that ended it', () => {
    const { rows } = ladderFigure(verdict(), voiceOf());
    expect(rows.map((row) => (row.kind === 'segment' ? row.frame : row.label))).toEqual([
      1,
      '350.2 s of silence',
      15,
      17,
    ]);
  });
});

describe('the plot of fields', () => {
  it('is drawn only when there is something to compare the RST with', () => {
    expect(plotFigure(verdict(), voiceOf())).toBeNull();
    const sent = [2, 4, 6].map((frame) => moment(seen({ frame, from: 'server', ttl: 61 }), 'data'));
    const figure = plotFigure(verdict({ timeline: [...sent, moment(verdict().reset, 'reset')] }), voiceOf());
    expect(figure?.panels[0]?.points.map(({ value, mark }) => [value, mark])).toEqual([
      [61, 'segment'],
      [61, 'segment'],
      [61, 'segment'],
      [63, 'reset'],
    ]);
    if (figure === null) throw new Error('no figure');
    expect(inCharacters(figure).slice(1, 3)).toEqual(['    63 |           X', '    61 |  o  o  o']);
  });
});

describe('silences', () => {
  it('agree with a known timer or not, and the products are named as compatible only', () => {
    const figure = silenceFigure(analysis(), voiceOf());
    expect(figure?.silences).toEqual([350.2]);
    expect(figure?.timers.filter(({ matches }) => matches).map(({ seconds }) => seconds)).toEqual([350]);
    expect(figure?.description).toContain('which does not prove the product');
  });

  it('are not drawn where no RST came after a long one', () => {
    const trigger = { segment: seen({ frame: 1 }), kind: 'syn', delayUs: 40, candidates: 1 } as const;
    expect(silenceFigure(analysis({ verdicts: [verdict({ trigger })] }), voiceOf())).toBeNull();
  });

  it('stay few rows in characters, however many there are', () => {
    const figure = figuresWith('x').find(({ kind }) => kind === 'silence') as SilenceFigure;
    const silences = Array.from({ length: 5000 }, (_, index) => 10 + index * 0.7);
    expect(inCharacters({ ...figure, silences }).length).toBeLessThan(40);
  });
});

describe('RSTs over time', () => {
  it('are all counted, those of small findings together', () => {
    const { verdicts } = many(200);
    const spread = verdicts.map((each, index) => ({ ...each, finding: `f${(index % 20) + 1}` }));
    const findings = Array.from({ length: 20 }, (_, index) =>
      finding({
        id: `f${index + 1}`,
        resets: spread.filter(({ finding: id }) => id === `f${index + 1}`).map(({ id }) => id),
      }),
    );
    const figure = lanesFigure(analysis({ verdicts: spread, findings }), voiceOf());
    expect(figure?.lanes).toHaveLength(7);
    const total = figure?.lanes.flatMap(({ counts }) => counts).reduce((sum, count) => sum + count, 0);
    expect(total).toBe(200);
    expect(figure?.lanes.at(-1)?.label).toBe('14 more findings');
  });

  it('are not drawn when there is but one', () => {
    expect(lanesFigure(analysis(), voiceOf())).toBeNull();
  });
});
