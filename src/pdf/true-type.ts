// Reads two things from a TrueType font: which characters it has, and how wide they are.
// Tables as in the OpenType specification: cmap (formats 4 and 12), head, hhea, hmtx.

/** What layout needs to know of one font file. */
export interface Face {
  readonly has: (codePoint: number) => boolean;
  /** Width of a character in em; 0 when the font does not have it. */
  readonly advance: (codePoint: number) => number;
}

/** Reads the tables of a TrueType file. The fonts are our own: a malformed one is a bug and throws. */
export function readFace(file: Uint8Array): Face {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const glyphs = readCharacterMap(view, tableAt(view, 'cmap'));
  const advances = readAdvances(view);
  return {
    has: (codePoint) => glyphs.has(codePoint),
    advance: (codePoint) => {
      const glyph = glyphs.get(codePoint);
      return glyph === undefined ? 0 : advances(glyph);
    },
  };
}

/** Byte offset of a table, from the table directory at the start of the file. */
function tableAt(view: DataView, tag: string): number {
  const tables = view.getUint16(4);
  for (let index = 0; index < tables; index += 1) {
    const record = 12 + index * 16;
    const name = String.fromCharCode(...[0, 1, 2, 3].map((byte) => view.getUint8(record + byte)));
    if (name === tag) return view.getUint32(record + 8);
  }
  throw new Error(`the font has no table "${tag}"`);
}

/** Code point → glyph of the Unicode subtable with the widest range: format 12 where there is one, else format 4. */
function readCharacterMap(view: DataView, cmap: number): ReadonlyMap<number, number> {
  const byFormat = new Map<number, number>();
  const subtables = view.getUint16(cmap + 2);
  for (let index = 0; index < subtables; index += 1) {
    const subtable = cmap + view.getUint32(cmap + 4 + index * 8 + 4);
    byFormat.set(view.getUint16(subtable), subtable);
  }
  const format12 = byFormat.get(12);
  if (format12 !== undefined) return readFormat12(view, format12);
  const format4 = byFormat.get(4);
  if (format4 !== undefined) return readFormat4(view, format4);
  throw new Error('the font has no Unicode character map');
}

function readFormat12(view: DataView, subtable: number): Map<number, number> {
  const glyphs = new Map<number, number>();
  const groups = view.getUint32(subtable + 12);
  for (let group = subtable + 16; group < subtable + 16 + groups * 12; group += 12) {
    const first = view.getUint32(group);
    const last = view.getUint32(group + 4);
    const glyph = view.getUint32(group + 8);
    for (let codePoint = first; codePoint <= last; codePoint += 1) glyphs.set(codePoint, glyph + codePoint - first);
  }
  return glyphs;
}

function readFormat4(view: DataView, subtable: number): Map<number, number> {
  const glyphs = new Map<number, number>();
  const doubled = view.getUint16(subtable + 6); // twice the number of segments: the length of each array below
  const lasts = subtable + 14;
  const firsts = lasts + doubled + 2;
  const deltas = firsts + doubled;
  const offsets = deltas + doubled;
  for (let segment = 0; segment < doubled; segment += 2) {
    const first = view.getUint16(firsts + segment);
    const last = Math.min(view.getUint16(lasts + segment), 0xfffe);
    const delta = view.getUint16(deltas + segment);
    const offset = view.getUint16(offsets + segment);
    for (let codePoint = first; codePoint <= last; codePoint += 1) {
      const stored = offset === 0 ? codePoint : view.getUint16(offsets + segment + offset + (codePoint - first) * 2);
      if (stored !== 0) glyphs.set(codePoint, (stored + delta) & 0xffff);
    }
  }
  return glyphs;
}

function readAdvances(view: DataView): (glyph: number) => number {
  const unitsPerEm = view.getUint16(tableAt(view, 'head') + 18);
  const metrics = view.getUint16(tableAt(view, 'hhea') + 34);
  const hmtx = tableAt(view, 'hmtx');
  return (glyph) => view.getUint16(hmtx + Math.min(glyph, metrics - 1) * 4) / unitsPerEm;
}
