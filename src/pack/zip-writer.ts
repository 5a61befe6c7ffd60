/** Writes the files of a pack into one zip, piece by piece, with the same bytes for the same files. */
import { createHash } from 'node:crypto';
import { Zip, ZipDeflate } from 'fflate';
import { WhyrstError } from '../model/errors.ts';

/** fflate writes the local time of a date: this one is 12:00 in every zone on the first day that a zip can tell. */
const firstDay = (): Date => new Date(1980, 0, 1, 12);
const LEVEL = 6;
/** Without ZIP64, sizes and places have 32 bits. */
const LONGEST = 0xffff_ffff;
/** Characters that some system does not take in a name. */
const UNSAFE = /[\p{C}\\/:*?"<>|]/gu;

/** What was written of one file. */
export interface WrittenEntry {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** A name that every system takes, in no folder. */
export const entryName = (name: string): string => name.replace(UNSAFE, '_');

export class ZipWriter {
  readonly #zip: Zip;
  #length = 0;

  constructor(write: (bytes: Uint8Array) => void) {
    this.#zip = new Zip((error, bytes) => {
      if (error !== null) throw error;
      this.#length += bytes.length;
      if (this.#length > LONGEST) throw tooLarge();
      write(bytes);
    });
  }

  /** Adds a file; names are those of {@link entryName}. */
  add(name: string, content: Iterable<string> | Uint8Array): WrittenEntry {
    const file = new ZipDeflate(name, { level: LEVEL });
    file.mtime = firstDay();
    this.#zip.add(file);
    const hash = createHash('sha256');
    let bytes = 0;
    for (const piece of content instanceof Uint8Array ? [content] : content) {
      const part = typeof piece === 'string' ? Buffer.from(piece) : piece;
      bytes += part.length;
      if (bytes > LONGEST) throw tooLarge();
      hash.update(part);
      file.push(part);
    }
    file.push(new Uint8Array(0), true);
    return { name, bytes, sha256: hash.digest('hex') };
  }

  finish(): void {
    this.#zip.end();
  }
}

const tooLarge = (): WhyrstError => new WhyrstError('output/pack-too-large', { bytes: LONGEST });
