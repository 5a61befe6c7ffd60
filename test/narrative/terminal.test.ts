import { describe, expect, it } from 'vitest';
import { Diagnostics } from '../../src/model/diagnostic.ts';
import { WhyrstError } from '../../src/model/errors.ts';
import { decodeToText } from '../../src/narrative/decode-text.ts';
import { explainList, explainToText } from '../../src/narrative/explain-text.ts';
import { errorText, plainVoice, uiText } from '../../src/narrative/plain-text.ts';
import { diagnosticText } from '../../src/narrative/story/appendix.ts';
import { toTerminal } from '../../src/narrative/terminal.ts';
import { cellWidth, wrap } from '../../src/narrative/text-width.ts';
import { sheets, testCatalogue } from '../support/catalogue.ts';
import { analysis, finding, verdict, withoutReset } from '../support/verdict.ts';

const tags = ['zh-CN', 'en'];
const plain = { causes: sheets, color: false, width: 72 };
const HOLES = /undefined|NaN|\[object|null|\{\w+\}/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what this is about.
const ESCAPES = /\u001b\[\d+m/g;

describe.each(tags)('the terminal in %s', (tag) => {
  const catalogue = testCatalogue(tag);

  it('tells verdict, confidence, who, frames and the next step within the width', () => {
    const text = toTerminal(analysis(), catalogue, plain);
    expect(text).toContain('T:state-lost-listener-up');
    expect(text).toContain('192.0.2.7:443');
    expect(text).toContain('M1:state-lost-listener-up 443.');
    expect(text).not.toMatch(HOLES);
    for (const line of text.split('\n')) expect(cellWidth(line), line).toBeLessThanOrEqual(72);
  });

  it('says the same with colours', () => {
    const painted = toTerminal(analysis(), catalogue, { ...plain, color: true });
    expect(painted).toMatch(ESCAPES);
    expect(painted.replace(ESCAPES, '')).toBe(toTerminal(analysis(), catalogue, plain));
  });

  it('shows control characters of names and never sends them', () => {
    const [capture] = analysis().captures;
    if (capture === undefined) throw new Error('no capture');
    const told = analysis({
      captures: [{ ...capture, name: 'a\u001b[31m\u202Eb' }],
      findings: [finding({ service: '\u001b]0;title\u0007' })],
    });
    const text = toTerminal(told, catalogue, plain);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: this is about control characters.
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(text).toContain('‹U+001B›');
  });

  it('is short however many findings there are', () => {
    const verdicts = Array.from({ length: 300 }, (_, index) => verdict({ id: `r${index}`, finding: `f${index}` }));
    const findings = verdicts.map(({ id, finding: name }) => finding({ id: name, resets: [id] }));
    const text = toTerminal(analysis({ verdicts, findings }), catalogue, plain);
    expect(text.split('\n').length).toBeLessThan(150);
    expect(text).toContain('290');
  });

  it('tells of a capture without RST how its connections ended', () => {
    const text = toTerminal(withoutReset({ endings: { ...analysis().endings, silent: 3 } }), catalogue, plain);
    expect(text).toContain('3');
    expect(text).toContain('tcpdump -i any');
    expect(text).not.toMatch(HOLES);
  });

  it('decodes every field with expectation and judgement, beside the trigger', () => {
    const text = decodeToText(verdict(), analysis(), catalogue, { color: false, width: 72 });
    expect(text).not.toMatch(HOLES);
    expect(text).toContain('PSH, ACK seq=1000');
    // Once in the table, once with its sentences.
    expect(text.match(/^[✓⚠–?] .* · /gm)).toHaveLength(4);
    expect(text.match(/^[✓⚠–?] /gm)).toHaveLength(8);
    expect(decodeToText(verdict({ trigger: null }), analysis(), catalogue, { color: false, width: 72 })).not.toMatch(
      HOLES,
    );
  });

  it('explains a cause without a RST at hand', () => {
    const [sheet] = sheets;
    if (sheet === undefined) throw new Error('no sheet');
    const text = explainToText(sheet, catalogue, { color: false, width: 72 });
    expect(text).not.toMatch(/undefined|NaN|\[object|null/);
    expect(text).toContain('S:answersAck ‹N› ‹N›.');
    expect(text).toContain("awk '{print $1}'");
    expect(explainList(sheets, catalogue, { color: false, width: 72 })).toContain('T:state-lost-listener-up');
  });

  it('says errors, hints and diagnostics', () => {
    const error = new WhyrstError('capture/unknown-format', { path: 'x\u001b.bin', magic: '00 01' });
    const { message, hint } = errorText(error, catalogue);
    expect(message).toContain('x‹U+001B›.bin');
    expect(message).toContain('00 01');
    expect(hint).toContain('editcap');
    const diagnostics = new Diagnostics();
    for (let frame = 1; frame <= 23; frame += 1) diagnostics.add('capture/truncated', frame, 900, { missing: 12 });
    const last = diagnostics.list.at(-1);
    if (last === undefined) throw new Error('no diagnostic');
    const line = diagnosticText(last, plainVoice(catalogue));
    for (const number of ['12', '20', '900', '3']) expect(line).toContain(number);
    expect(uiText(catalogue, 'cli.written', { path: 'a.md' })).toContain('a.md');
  });
});

describe('wrap', () => {
  it('breaks between Chinese characters, never before closing or after opening punctuation', () => {
    expect(wrap('连接被重置，原因（很可能）是端口关闭。', 11)).toEqual([
      '连接被重',
      '置，原因',
      '（很可能）',
      '是端口关',
      '闭。',
    ]);
  });

  it('keeps addresses whole', () => {
    expect(wrap('在 192.0.2.7:443 上查看', 16)).toEqual(['在 192.0.2.7:443', '上查看']);
    expect(wrap('a [2001:db8::1]:443 b', 8)).toEqual(['a', '[2001:db8::1]:443', 'b']);
  });

  it('keeps every character', () => {
    const text = '服务器 192.0.2.7:443 在第 17 帧发出 RST（很可能），见 tcp_v4_send_reset()。';
    for (let width = 10; width < 80; width += 1)
      expect(wrap(text, width).join('').replace(/ /g, '')).toBe(text.replace(/ /g, ''));
  });
});
