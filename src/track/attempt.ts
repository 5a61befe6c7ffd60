import type { AddressBook } from '../model/addresses.ts';
import type { Attempt } from '../model/connection.ts';
import { type BlockPool, NO_BLOCK } from './block-pool.ts';
import { recordFrame, recordTimeUs } from './segment-record.ts';
import type { Side } from './side.ts';

/** What an attempt needs to know of its connection. */
interface Caller {
  readonly id: number;
  readonly client: Side;
  readonly hasReset: boolean;
}

/** How an attempt was answered. */
interface Answer {
  readonly outcome: Attempt['outcome'];
  readonly frame: number;
  readonly timeUs: number;
}

/** An answered SYN in numbers: every connection has one, and few are ever told of. */
export class AnsweredAttempt {
  readonly connection: number;
  readonly clientAddress: number;
  readonly synFrame: number;
  readonly synTimeUs: number;
  readonly answer: Answer;

  constructor(pool: BlockPool, connection: Caller, answer: Answer) {
    const { address, syn, lastSyn } = connection.client;
    // After a RST it is the repeated SYN that was answered (RFC 9293 §3.10.7.3: a socket in SYN-SENT goes on trying).
    const called = connection.hasReset && lastSyn !== NO_BLOCK ? lastSyn : syn;
    this.connection = connection.id;
    this.clientAddress = address;
    this.synFrame = recordFrame(pool, called);
    this.synTimeUs = recordTimeUs(pool, called);
    this.answer = answer;
  }

  /** The attempt as it is told. */
  facts(addresses: AddressBook): Attempt {
    const { synFrame, synTimeUs, answer } = this;
    return {
      client: addresses.format(this.clientAddress),
      synFrame,
      synTimeUs,
      outcome: answer.outcome,
      answerFrame: answer.frame,
      answerTimeUs: answer.timeUs,
    };
  }
}
