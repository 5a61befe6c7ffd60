// Which characters the fonts of the reports keep. A character that a font does not have is left out silently,
// so ranges may be generous. Format and control characters are never kept: a report must show them, not obey them.

/** Inclusive ranges of code points. */
function ranges(...pairs: readonly (readonly [number, number])[]): string {
  let characters = '';
  for (const [first, last] of pairs) {
    for (let codePoint = first; codePoint <= last; codePoint += 1) characters += String.fromCodePoint(codePoint);
  }
  return characters.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cn}]/gu, '');
}

/** Latin, Greek and Cyrillic with their marks. */
export const LATIN = ranges([0x20, 0x24f], [0x2b0, 0x36f], [0x370, 0x3ff], [0x400, 0x4ff], [0x1e00, 0x1eff]);

/** Punctuation, arrows, mathematics, box drawing, geometric shapes, dingbats, CJK punctuation, kana, full-width forms. */
export const SYMBOLS = ranges(
  [0x20, 0x7e],
  [0xa0, 0xff],
  [0x2000, 0x2bff],
  [0x3000, 0x30ff],
  [0x3200, 0x33ff],
  [0xff00, 0xffef],
);

/** What code and terminal output is made of. */
export const CODE = LATIN + ranges([0x2000, 0x27bf], [0x2900, 0x297f], [0x2b00, 0x2bff]);

/** The 20 902 ideographs of Unicode 1.1 (GBK): nearly every name and place in mainland China. */
export const UNIFIED_IDEOGRAPHS = ranges([0x4e00, 0x9fa5]);

/** The 6 763 ideographs and 682 symbols of GB/T 2312, in its own order. */
export const GB2312 = gb2312();

/** Characters of personal names outside GB/T 2312; they are needed in bold as well. */
export const RARE_IN_NAMES = '喆堃镕祎旻昇玥琤甯瑄璟赟韡翀骉犇淼焱垚鑫啰囧晞曈曦珺琬瑀瑒祺禛翾菡萱蓁衎邨锜锳鹍麒麟';

function gb2312(): string {
  const decoder = new TextDecoder('gbk');
  let characters = '';
  for (let row = 0xa1; row <= 0xf7; row += 1) {
    for (let cell = 0xa1; cell <= 0xfe; cell += 1) characters += decoder.decode(Uint8Array.of(row, cell));
  }
  return characters.replace(/[\p{Co}\p{Cn}\ufffd]/gu, '');
}
