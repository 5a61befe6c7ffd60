/**
 * Whether the RST comes from the machine that had held the connection, or from another one under the same address: a standby
 * that took over, another backend behind a balancer, the balancer itself.
 */
import type { SeenSegment, SideFacts } from '../model/connection.ts';
import type { Aftermath, Machine, PathSigns, Shape, VantageFacts } from '../model/evidence.ts';
import { absent, unseen } from '../model/reading.ts';
import { termOf } from './ready.ts';

interface MachineInput {
  readonly reset: SeenSegment;
  readonly shape: Shape;
  readonly sender: SideFacts;
  readonly path: PathSigns;
  readonly aftermath: Aftermath;
  readonly vantage: VantageFacts;
}

export function machineOf(input: MachineInput): Machine {
  const { reset, path, aftermath, shape } = input;
  // Only a TCP that looked for a socket copies DSCP or sets a label: neither netfilter REJECT nor a box that forges does.
  const copied = shape === 'stateless-ack' ? copiedField(path) : null;
  const shift = path.ttlShift;
  const next = aftermath.senderContinues;
  return {
    changed: changed(input),
    otherDistance:
      shift === unseen
        ? unseen
        : shift !== absent && copied !== null && path.sameInitialTtl
          ? { ttl: reset.ttl, usual: shift.usual, field: copied }
          : absent,
    otherLivesOn: copied === null || next === null ? absent : { frame: next.frame, what: termOf(next), field: copied },
  };
}

/** On the sender's own link the source is the sender's network card; behind a router it would be the router's. */
function changed({ reset, sender, vantage }: MachineInput): Machine['changed'] {
  const { last } = sender;
  if (!vantage.atSender || last === null || last.sourceMac < 0 || reset.sourceMac < 0) return unseen;
  return last.sourceMac === reset.sourceMac
    ? absent
    : { old: macText(last.sourceMac), now: macText(reset.sourceMac), frame: last.frame };
}

function copiedField({ dscp, flowLabel }: PathSigns): string | null {
  if (dscp === 'copied') return 'DSCP';
  return flowLabel === 'same' || flowLabel === 'other' ? 'IPv6 flow label' : null;
}

/** Six bytes in hexadecimal, as Wireshark prints them. */
function macText(address: number): string {
  const digits = address.toString(16).padStart(12, '0');
  return digits.replace(/(..)(?=.)/g, '$1:');
}
