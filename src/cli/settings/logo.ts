/** Pictures from outside. They are embedded in documents that travel, so that only what is wholly understood is taken. */
import { readFileSync, statSync } from 'node:fs';
import { crc32, inflateSync } from 'node:zlib';
import type { Logo } from '../../model/brand.ts';
import { WhyrstError } from '../../model/errors.ts';

/** Bytes. */
const LARGEST = 524_288;
/** Pixels of a side. */
const WIDEST = 2000;

/** Reads and checks a logo. */
export function readLogo(path: string): Logo {
  try {
    const { size } = statSync(path);
    if (size > LARGEST) throw new Error(`${size} B > ${LARGEST} B`);
    const bytes = readFileSync(path);
    if (bytes.subarray(0, 8).equals(SIGNATURE)) {
      checkPng(bytes);
      return { type: 'image/png', bytes };
    }
    checkSvg(bytes.toString('utf8'));
    return { type: 'image/svg+xml', bytes };
  } catch (error) {
    throw new WhyrstError('usage/bad-logo', { path, reason: (error as Error).message }, { cause: error });
  }
}

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
/** Samples of a pixel by colour type (PNG, third edition, §11.2.1). */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Walks the chunks with their checksums and unpacks the pixels: a program that draws the picture must not meet a surprise. */
function checkPng(bytes: Buffer): void {
  const data: Buffer[] = [];
  let header: Buffer | undefined;
  let type = '';
  for (let at = SIGNATURE.length; type !== 'IEND'; ) {
    if (at + 12 > bytes.length) throw new Error('PNG: IEND?');
    const length = bytes.readUInt32BE(at);
    const end = at + 8 + length;
    if (end + 4 > bytes.length) throw new Error(`PNG: ${at}`);
    type = bytes.toString('latin1', at + 4, at + 8);
    if (crc32(bytes.subarray(at + 4, end)) !== bytes.readUInt32BE(end)) throw new Error(`PNG: CRC ${type}`);
    if (type === 'IHDR') header = bytes.subarray(at + 8, end);
    if (type === 'IDAT') data.push(bytes.subarray(at + 8, end));
    at = end + 4;
  }
  if (header?.length !== 13) throw new Error('PNG: IHDR');
  checkPixels(header, Buffer.concat(data));
}

function checkPixels(header: Buffer, data: Buffer): void {
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const [bits = 0, colour = 0, , , interlaced] = header.subarray(8);
  const samples = SAMPLES[colour];
  if (width < 1 || height < 1 || width > WIDEST || height > WIDEST) throw new Error(`PNG: ${width} × ${height}`);
  if (bits !== 8 || samples === undefined || interlaced !== 0)
    throw new Error(`PNG: IHDR ${header.toString('hex', 8)}`);
  const expected = (width * samples + 1) * height;
  const { length } = inflateSync(data, { maxOutputLength: expected + 1 });
  if (length !== expected) throw new Error(`PNG: IDAT ${length} ≠ ${expected}`);
}

/** Elements that draw and nothing more. Text is missing: its font would be another one on every machine. */
const ELEMENTS = new Set(
  'svg g defs title desc path rect circle ellipse line polyline polygon linearGradient radialGradient stop clipPath'.split(
    ' ',
  ),
);
const TAG = /<(\/?)([^\s<>/]+)([^<>]*)>/g;
/** Every way to name something else: a reference within the picture (`url(#a)`) is none. */
const REACHES_OUT =
  /\b(?:xlink:)?href\b|\bstyle\s*=|\bon\w+\s*=|\burl\(\s*["']?(?!#)|&(?!(?:amp|lt|gt|quot|apos|#\d+);)|\bclass\s*=/i;

function checkSvg(text: string): void {
  const drawing = text.replace(/^\ufeff?(?:<\?xml[^<>]*\?>)?\s*/, '').replace(/<!--[\s\S]*?-->/g, '');
  if (!/^<svg[\s>]/.test(drawing)) throw new Error('PNG? SVG?');
  if (!/\bviewBox\s*=|\bwidth\s*=/.test(/^<svg[^<>]*>/.exec(drawing)?.[0] ?? '')) throw new Error('viewBox?');
  checkTags(drawing);
  if (/[<>]/.test(drawing.replace(TAG, ''))) throw new Error('< >');
}

function checkTags(drawing: string): void {
  const open: string[] = [];
  for (const [tag, closing, name = '', rest = ''] of drawing.matchAll(TAG)) {
    const reach = ELEMENTS.has(name) ? REACHES_OUT.exec(rest)?.[0] : `<${name}>`;
    if (reach !== undefined) throw new Error(reach);
    if (closing === '' && !rest.endsWith('/')) open.push(name);
    if (closing !== '' && open.pop() !== name) throw new Error(tag);
  }
  if (open.length > 0) throw new Error(`<${open.at(-1)}>`);
}
