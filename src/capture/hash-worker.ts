// The thread that hashes a big file beside the reading. It gets an open file descriptor and answers with the hex SHA-256.

import { createHash } from 'node:crypto';
import { readSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';

const CHUNK = 512 * 1024;
const fd = workerData as number;
const hash = createHash('sha256');
const buffer = new Uint8Array(CHUNK);
for (let position = 0; ; ) {
  const bytesRead = readSync(fd, buffer, 0, CHUNK, position);
  if (bytesRead === 0) break;
  hash.update(buffer.subarray(0, bytesRead));
  position += bytesRead;
}
parentPort?.postMessage(hash.digest('hex'));
