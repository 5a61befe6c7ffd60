import type { Evidence } from '../model/evidence.ts';
import type { Facts } from '../model/reading.ts';
import { blindSpots } from '../model/story-keys.ts';
import type { Verdict } from '../model/verdict.ts';
import { endpointText } from './endpoints.ts';

/** Time stamps coarser than this make timing evidence useless: one millisecond. */
const COARSE_US = 1000;

/** Whether nothing is known of the RST at the other end. */
function isOneEnded({ atSender }: Evidence['vantage'], crossing: Evidence['crossing']): boolean {
  return !atSender && (crossing === null || crossing.fate === 'open');
}

/** What this capture cannot show about one RST. */
export function blindSpotsOf({
  visibility,
  vantage,
  sender,
  receiver,
  event,
  reset,
  phase,
  trigger,
  crossing,
}: Evidence): Verdict['blind'] {
  const spots: { key: string; shape: Verdict['blind'][number]['shape']; facts: Facts }[] = [];
  const add = <Key extends keyof typeof blindSpots>(key: Key, facts: Facts<(typeof blindSpots)[Key]>): void => {
    spots.push({ key, shape: blindSpots[key], facts: facts as Facts });
  };
  // A host that answers a SYN, or an address that it does not know, has nothing else to say there.
  const isSilent = !visibility.sender && phase !== 'handshake' && event.predecessor === null;
  if (isSilent) add('oneSided', { missing: endpointText(sender) });
  else if (!visibility.receiver) add('oneSided', { missing: endpointText(receiver) });
  if (event.opened === 'midstream' && event.predecessor === null)
    add('midstream', { frame: event.before[0]?.frame ?? reset.frame });
  if (visibility.loss) add('loss', {});
  if (visibility.cut) add('cut', {});
  if (visibility.resolutionUs > COARSE_US) add('coarseClock', { resolution: visibility.resolutionUs });
  if (visibility.offload) add('offload', {});
  if (!visibility.steadyClock) add('clock', {});
  if (trigger !== null && trigger.candidates > 1 && !vantage.atSender) {
    const { candidates: count, earliest, latest } = trigger;
    add('ambiguousTrigger', { count, first: earliest.frame, last: latest.frame });
  }
  if (vantage.value === 'unknown') add('vantage', {});
  if (isOneEnded(vantage, crossing)) add('otherSide', {});
  add('hostState', {});
  return spots;
}
