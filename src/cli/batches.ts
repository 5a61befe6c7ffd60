/** Characters that are joined before they are written: a write for each RST would cost more than the RST. */
const BATCH = 65_536;

/** Joins small pieces of text. */
export function* batches(pieces: Iterable<string>): Generator<string> {
  let batch = '';
  for (const piece of pieces) {
    batch += piece;
    if (batch.length < BATCH) continue;
    yield batch;
    batch = '';
  }
  if (batch !== '') yield batch;
}
