/** Markdown cut between blocks. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blocksOf, cutAtBlock } from '../../src/narrative/blocks.ts';

const text = '**a**\n\n- b\n- c\n\n```sh\nd\n\ne\n```\n\nf\n';

describe('blocks', () => {
  it('are divided by blank lines, not within a fence', () => {
    expect(blocksOf(text)).toEqual(['**a**', '- b\n- c', '```sh\nd\n\ne\n```', 'f']);
  });

  it('are kept while they fit, the notice included', () => {
    expect(cutAtBlock(text, text.length, '…')).toBe(text);
    expect(cutAtBlock(text, 20, '…')).toBe('**a**\n\n- b\n- c\n\n…\n');
  });

  it('never exceed the limit, nor leave a fence open', () => {
    const block = fc.oneof(
      fc.constant('```\nx\n\ny\n```'),
      fc.constant('- a\n- b'),
      fc.constant('text '.repeat(20).trim()),
    );
    fc.assert(
      fc.property(fc.array(block, { maxLength: 20 }), fc.integer({ min: 10, max: 500 }), (blocks, limit) => {
        const cut = cutAtBlock(`${blocks.join('\n\n')}\n`, limit, 'cut');
        expect(cut.length).toBeLessThanOrEqual(limit);
        expect((cut.match(/^```/gm) ?? []).length % 2).toBe(0);
      }),
    );
  });
});
