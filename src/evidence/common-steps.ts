/** Steps of the decision path that several causes share, with the values of this RST. */
import type { SeenSegment } from '../model/connection.ts';
import type { CommonSteps } from '../model/evidence.ts';
import { step } from '../model/story-keys.ts';
import type { Step } from '../model/verdict.ts';
import type { Base } from './base.ts';
import { termOf } from './ready.ts';
import { endOf } from './segments.ts';

export function stepsOf(base: Base): CommonSteps {
  const { trigger, reset, sender, receiver, aftermath } = base;
  const text = ({ address, port }: { readonly address: string; readonly port: number }): string =>
    address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
  const segment = trigger?.segment;
  return {
    arrived:
      segment === undefined
        ? []
        : [
            step('arrived', 'passed', {
              frame: segment.frame,
              what: termOf(segment),
              seq: segment.seq,
              bytes: segment.payloadLength,
            }),
          ],
    lookupMissed: [step('lookupMissed', 'inferred', { receiver: text(receiver), sender: text(sender) })],
    listener: [listenerStep(base)],
    rejectedByListener: segment === undefined ? [] : rejectedByListener(base, segment),
    reply: replySteps(base),
    alive:
      sender.last === null || receiver.last === null
        ? []
        : [step('alive', 'passed', { senderFrame: sender.last.frame, receiverFrame: receiver.last.frame })],
    noTrigger:
      receiver.last === null
        ? []
        : [step('noTrigger', 'passed', { lastFrame: receiver.last.frame, after: reset.timeUs - receiver.last.timeUs })],
    programClosed:
      sender.last === null
        ? []
        : [
            step('programClosed', 'inferred', {
              silence: reset.timeUs - sender.last.timeUs,
              lastFrame: sender.last.frame,
            }),
          ],
    abort: [step('activeReset', 'failed', { seq: reset.seq, ack: reset.ack, window: reset.window })],
    continues:
      aftermath.senderContinues === null
        ? []
        : [
            step('socketUnaware', 'passed', {
              frame: aftermath.senderContinues.frame,
              what: termOf(aftermath.senderContinues),
            }),
          ],
  };
}

/** What the capture shows of the listening socket: the next attempt decides, else it stays open. */
function listenerStep({ event, sender, senderRole }: Base): Step {
  const port = sender.port;
  const next = event.attemptAfter;
  if (senderRole === 'client') return step('noListenerInferred', 'inferred', { port });
  if (next === null) return step('listenerUnknown', 'inferred', { port });
  return next.outcome === 'accepted'
    ? step('listenerFound', 'passed', { port, acceptedFrame: next.answerFrame })
    : step('noListener', 'passed', { port, refusedFrame: next.answerFrame });
}

/** That a listening socket refused the segment is known only where it is seen to accept others, or still this one. */
function rejectedByListener({ event, acceptance }: Base, { frame, ack }: SeenSegment): Step[] {
  const outcome = event.attemptAfter?.outcome;
  if (outcome === 'refused') return [];
  const isThere = outcome === 'accepted' || acceptance.onlySynAck;
  return [step('listenerRejectsAck', isThere ? 'failed' : 'inferred', { frame, ack })];
}

function replySteps({ trigger, reset, shape }: Base): Step[] {
  if (trigger === null) return [];
  if (shape === 'stateless-no-ack')
    return [step('replyToSyn', 'failed', { ack: endOf(trigger.segment), frame: reset.frame })];
  return [step('replyToAck', 'failed', { seq: reset.seq, frame: reset.frame })];
}
