import type { AddressBook } from '../model/addresses.ts';
import type { Attempt } from '../model/connection.ts';
import { type BlockPool, NO_BLOCK } from './block-pool.ts';
import type { Connection } from './connection.ts';
import { recordFrame, recordTimeUs } from './segment-record.ts';

/** The attempt that the opening SYN of a connection was, answered by `frame`. */
export function attemptOf(
  pool: BlockPool,
  connection: Connection,
  addresses: AddressBook,
  answer: {
    readonly outcome: Attempt['outcome'];
    readonly frame: number;
    readonly timeUs: number;
  },
): Attempt {
  const { address, syn, lastSyn } = connection.client;
  // After a RST it is the repeated SYN that was answered (RFC 9293 §3.10.7.3: a socket in SYN-SENT goes on trying).
  const called = connection.hasReset && lastSyn !== NO_BLOCK ? lastSyn : syn;
  return {
    client: addresses.format(address),
    synFrame: recordFrame(pool, called),
    synTimeUs: recordTimeUs(pool, called),
    outcome: answer.outcome,
    answerFrame: answer.frame,
    answerTimeUs: answer.timeUs,
  };
}
