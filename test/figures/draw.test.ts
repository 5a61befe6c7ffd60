/** Drawings: sound XML, nothing outside themselves, nothing off the paper, whatever the texts hold. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawFigure } from '../../src/figures/draw.ts';
import { textWidth } from '../../src/figures/text-width.ts';
import { fontChains } from '../../src/pdf/fonts.ts';
import { figuresWith, ladderWith } from '../support/figures.ts';

/** Tags of a drawing without the values of their attributes; throws at anything that is no sound XML of plain elements. */
function tagsOf(svg: string): readonly string[] {
  const tags = svg.match(/<[^>]*>/g) ?? [];
  const text = svg.replace(/<[^>]*>/g, '');
  if (/[<>]|&(?!(?:amp|lt|gt|quot|#39);)/.test(text)) throw new Error(`markup in the text ${text}`);
  const open: string[] = [];
  for (const tag of tags) {
    const [, closing, name, empty] = /^<(\/?)([a-z]+)(?: [a-z0-9A-Z-]+="[^"<>]*")*(\/?)>$/.exec(tag) ?? [];
    if (name === undefined) throw new Error(`not a plain tag: ${tag}`);
    if (closing === '/' && open.pop() !== name) throw new Error(`${tag} closes something else`);
    if (closing === '' && empty === '') open.push(name);
  }
  if (open.length > 0) throw new Error(`left open: ${open.join(' ')}`);
  return tags.map((tag) => tag.replace(/"[^"]*"/g, ''));
}

const hostile = [
  '</text><script>alert(1)</script>',
  '"><image href="file:///etc/passwd"/>',
  "' onload='x()",
  '&lt;&#x3c; &amp ;<!--',
  ']]><!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>',
  '\u0000\u001b[31m\u202e\ud800',
  '字'.repeat(300),
  'W'.repeat(300),
];

describe.each(hostile)('a drawing with the text %j', (text) => {
  it.each(figuresWith(text))('is a sound $kind with the elements of any other', (figure) => {
    const plain = figuresWith('plain').find(({ kind }) => kind === figure.kind);
    if (plain === undefined) throw new Error('no such figure');
    expect(tagsOf(drawFigure(figure))).toEqual(tagsOf(drawFigure(plain)));
  });
});

it('draws any text as text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      for (const figure of figuresWith(text)) tagsOf(drawFigure(figure));
    }),
    { numRuns: 200 },
  );
});

it.each(figuresWith('名称 name'))('keeps the $kind on its paper', (figure) => {
  const svg = drawFigure(figure);
  const [, width = '0', height = '0'] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? [];
  const values = (names: string): number[] =>
    [...svg.matchAll(new RegExp(` (?:${names})="(-?[\\d.]+)"`, 'g'))].map(([, value]) => Number(value));
  for (const x of values('x|x1|x2|cx')) expect(x).toSatisfy((at: number) => at >= -1 && at <= Number(width) + 1);
  for (const y of values('y|y1|y2|cy')) expect(y).toSatisfy((at: number) => at >= -1 && at <= Number(height) + 1);
});

it('tells the RST apart without colour: dashed, thicker, with a cross where it starts', () => {
  const lines = [...drawFigure(ladderWith('x')).matchAll(/<line [^>]*>/g)].map(([line]) => line);
  const reset = lines.filter((line) => line.includes('stroke-dasharray="5 2.5"'));
  expect(reset).toHaveLength(2);
  expect(reset[0]).toContain('stroke-width="2"');
  expect(lines.filter((line) => line.includes('stroke-width="1.8"'))).toHaveLength(2);
});

it.each(figuresWith('x'))('refers to nothing outside the $kind', (figure) => {
  const tags = tagsOf(drawFigure(figure)).join('');
  expect(tags).not.toMatch(/<(?:script|image|foreignObject|style|use)\b|href|url/);
});

it('is the same each time', () => {
  expect(figuresWith('x').map(drawFigure)).toEqual(figuresWith('x').map(drawFigure));
});

describe('the estimate of widths', () => {
  const samples = [
    'RST seq=4294967295 len=1460',
    '198.51.100.20:8883',
    '[2001:db8::7]:443',
    '静默 350.2 秒',
    'captured between client and server',
    '客户端（此前的地址）',
    'MMWW@@ %% mmww',
    'Azure Load Balancer / Firewall idle timeout',
  ];

  it.each(['en', 'zh-CN'])('leaves enough room for the fonts of %s, and not much more', (language) => {
    const chain = fontChains(language).chain({ mono: false, look: 'bold' });
    for (const text of samples) {
      const printed = Array.from(text).reduce((sum, character) => {
        const codePoint = character.codePointAt(0) ?? 0;
        return sum + (chain.find(({ face }) => face.has(codePoint))?.face.advance(codePoint) ?? 1);
      }, 0);
      expect(textWidth(text), text).toBeGreaterThanOrEqual(printed * 0.98);
      expect(textWidth(text), text).toBeLessThan(printed * 1.35);
    }
  });
});
