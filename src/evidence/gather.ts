/** Turns what tracking saw into what a cause may know: one Evidence for each RST. */
import type { ResetEvent } from '../model/connection.ts';
import { type Crossing, isInserted } from '../model/crossing.ts';
import type { CaptureContext, Evidence, Renumbering } from '../model/evidence.ts';
import { type List, mapped, rememberingFew } from '../model/list.ts';
import { ACK } from '../model/segment.ts';
import type { Builder, BuilderVerdict } from '../model/verdict.ts';
import { acceptanceOf } from './acceptance.ts';
import { aftermathOf } from './aftermath.ts';
import type { Base } from './base.ts';
import { builderOf } from './builder.ts';
import { closingOf } from './closing.ts';
import { stepsOf } from './common-steps.ts';
import { continuityOf } from './continuity.ts';
import { givenUpOf } from './given-up.ts';
import { idleOf } from './idle.ts';
import { machineOf } from './machine.ts';
import { Neighbourhood } from './neighbours.ts';
import { numbersOf } from './numbers.ts';
import { pathOf } from './path.ts';
import { phaseOf } from './phase.ts';
import { probesOf } from './probes.ts';
import { readyOf } from './ready.ts';
import { renumberingOf } from './renumbering.ts';
import { isCrafted } from './scan.ts';
import { hasFlag } from './segments.ts';
import { shapeOf } from './shape.ts';
import { stackOf } from './stack.ts';
import { triggerOf } from './trigger.ts';
import { Twins } from './twins.ts';
import { unreadOf } from './unread.ts';
import { vantageOf } from './vantage.ts';
import { visibilityOf } from './visibility.ts';

/**
 * Evidence for all RSTs of a capture, in their order; each piece is made when it is asked for. Of all RSTs at once only that is
 * kept which one must know of another.
 */
export function gather(given: List<ResetEvent>, context: CaptureContext): List<Evidence> {
  const events = rememberingFew(given);
  const twins = new Twins();
  const originals = new Map<number, number>();
  const neighbourhood = new Neighbourhood();
  const baseAt = (event: ResetEvent, index: number): Base => {
    const original = originals.get(index);
    const crossing = context.crossings?.[index] ?? null;
    return baseOf(original === undefined ? event : { ...event, copyOf: original }, context, crossing);
  };
  const bases = rememberingFew(mapped(events, baseAt));
  let index = 0;
  for (const event of events) {
    const original = twins.originalOf(event, index);
    if (original !== null) originals.set(index, original);
    const base = bases.at(index);
    if (base !== undefined) neighbourhood.add(base);
    index++;
  }
  neighbourhood.settle();
  return mapped(bases, (base) => evidenceOf(base, neighbourhood));
}

function evidenceOf(base: Base, neighbourhood: Neighbourhood): Evidence {
  const neighbours = neighbourhood.of(base);
  const scan = neighbourhood.scanOf(base);
  const mayBeProbe = scan !== null || isCrafted(base);
  return { ...base, neighbours, scan, mayBeProbe, ready: readyOf(base, neighbours, scan), steps: stepsOf(base) };
}

function baseOf(event: ResetEvent, context: CaptureContext, crossing: Crossing | null): Base {
  const { reset } = event;
  const senderRole = reset.from;
  const [sender, receiver] = senderRole === 'client' ? [event.client, event.server] : [event.server, event.client];
  const visibility = visibilityOf(event, sender, receiver, context.capture);
  const vantage = vantageOf(event, senderRole, context.givenVantage);
  const stack = stackOf(sender, reset);
  const closing = closingOf(reset, sender, receiver);
  const numbers = numbersOf(reset, sender, receiver);
  const candidate = triggerOf(reset, event.before, sender, closing, vantage.atSender);
  const phase = phaseOf(event, candidate, closing);
  const shape = shapeOf(reset, candidate, numbers, sender, stack);
  // An abort answers nothing, even where its numbers happen to be those of an answer.
  const trigger = shape === 'abort' ? null : candidate;
  const unread = unreadOf(reset, sender, receiver, shape, stack);
  const aftermath = aftermathOf(event, sender, receiver, trigger);
  const path = pathOf(event, trigger, sender, vantage, visibility, stack);
  const acceptance = acceptanceOf(event, trigger);
  const renumbering = renumberingOf(event, acceptance, vantage);
  const known = { reset, sender, shape, stack, path, aftermath, unread, phase, visibility, renumbering };
  const { builder, marks } = builderOf(known);
  return {
    event,
    reset,
    hasAck: hasFlag(reset, ACK),
    senderRole,
    sender,
    receiver,
    visibility: isWrongNumber(renumbering) ? { ...visibility, loss: (context.capture.dropped ?? 0) > 0 } : visibility,
    vantage,
    numbers,
    trigger,
    phase,
    shape,
    stack,
    closing,
    unread,
    aftermath,
    path,
    acceptance,
    renumbering,
    givenUp: givenUpOf(event.before, trigger, senderRole),
    machine: machineOf({ reset, shape, sender, path, aftermath, vantage }),
    continuity: continuityOf({ event, trigger, senderRole, sender, receiver, vantage, shape }),
    builder: isInserted(crossing) ? builtElsewhere(builder) : builder,
    crossing,
    marks,
    idle: idleOf(event, trigger),
    probes: probesOf(reset, sender),
  };
}

/** What the named host did not send was built elsewhere; a packet filter on the path writes the same bytes as a host. */
function builtElsewhere(builder: BuilderVerdict): BuilderVerdict {
  if (builder.value === 'foreign') return { ...builder, confidence: 'likely', tied: builder.tied.filter(isOfBox) };
  return { value: 'packet-filter', confidence: 'possible', tied: ['foreign'] };
}

const isOfBox = (builder: Builder): boolean => builder === 'packet-filter';

/** What looked like an ACK for bytes that the capture lacks is an ACK for bytes that nobody sent. */
function isWrongNumber(renumbering: Renumbering | null): boolean {
  return renumbering !== null && renumbering.ignored !== null;
}
