/** What a move of the connection to another host shows. */
import type { Evidence } from '../../model/evidence.ts';
import { absent, isSeen, type Reading, unseen } from '../../model/reading.ts';

/** The RST bears marks of another host than the one that held the connection. */
export function otherMachine({ machine, reset, vantage, sender }: Evidence): Reading<{ frame: 'frame' }> {
  if (isSeen(machine.changed) || isSeen(machine.otherDistance)) return { frame: reset.frame };
  // A host to which the connection was moved has said nothing on it before.
  return vantage.atSender && sender.segments > 0 ? absent : unseen;
}
