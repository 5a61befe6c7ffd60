import { describe, expect, it } from 'vitest';
import { columns } from '../../src/narrative/columns.ts';
import { cellWidth } from '../../src/narrative/text-width.ts';

describe('columns', () => {
  it('stand under each other, Chinese characters counted as two cells', () => {
    expect(
      columns(
        [
          ['字段', 'Frame 9', 'x'],
          ['TTL', '64', 'fits'],
        ],
        40,
      ),
    ).toEqual(['字段  Frame 9  x', 'TTL   64       fits']);
  });

  it('give way where the terminal ends, the widest first, and lose no word', () => {
    const rows = [['窗口', 'mss, window-scale, sack-permitted, timestamps', 'neutral']];
    const lines = columns(rows, 40);
    for (const line of lines) expect(cellWidth(line), line).toBeLessThanOrEqual(40);
    for (const word of ['mss,', 'window-scale,', 'sack-permitted,', 'timestamps', '窗口', 'neutral'])
      expect(lines.join('\n')).toContain(word);
  });

  it('keep ten cells each, however narrow the terminal is', () => {
    expect(columns([['3544336910', '2025976224', '1234567890']], 8)).toEqual(['3544336910  2025976224  1234567890']);
  });

  it('of nothing are nothing', () => {
    expect(columns([], 80)).toEqual([]);
  });
});
