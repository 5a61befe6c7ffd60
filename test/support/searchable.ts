/** The bytes of a file in which a value can be looked for, whatever it is compressed with. */
import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';

/** Those of the file itself; of a PDF, also those of its streams. */
export function bytesOf(path: string): Buffer {
  const bytes = readFileSync(path);
  return path.endsWith('.pdf') ? inflated(bytes) : bytes;
}

/** A PDF as it is, and then each of its streams as a reader sees it. */
export function inflated(pdf: Buffer): Buffer {
  const parts: Buffer[] = [pdf];
  for (let at = pdf.indexOf('stream\n'); at >= 0; at = pdf.indexOf('stream\n', at + 7)) {
    const end = pdf.indexOf('endstream', at);
    try {
      parts.push(inflateSync(pdf.subarray(at + 7, end)));
    } catch {
      // Not every stream is compressed; it was searched as it is.
    }
  }
  return Buffer.concat(parts);
}
