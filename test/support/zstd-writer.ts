// Writes Zstandard streams whose blocks are not compressed (RFC 8878 §3.1.1), which needs no compressor.

import { ByteWriter, concat } from './pcap-writer.ts';

/** One frame: blocks of at most `blockLength` bytes, with a window of 2^`windowLog` bytes. */
export function zstdFrame(content: Uint8Array, { windowLog = 17, blockLength = 1000 } = {}): Uint8Array {
  const frame = [
    new ByteWriter(true)
      .number(0xfd2fb528, 4)
      .number(0, 1)
      .number((windowLog - 10) << 3, 1)
      .done(),
  ];
  for (let at = 0; at === 0 || at < content.length; at += blockLength) {
    const block = content.subarray(at, at + blockLength);
    const isLast = at + blockLength >= content.length;
    frame.push(new ByteWriter(true).number((block.length << 3) | (isLast ? 1 : 0), 3).done(), block);
  }
  return concat(frame);
}

/** A frame that decoders pass over. */
export function skippableFrame(length: number): Uint8Array {
  return concat([new ByteWriter(true).number(0x184d2a53, 4).number(length, 4).done(), new Uint8Array(length)]);
}
