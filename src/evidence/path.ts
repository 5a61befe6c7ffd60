/** Signs about the way the RST travelled: TTL, time, DSCP, IPv6 flow label. None of them decides alone. */
import type { ResetEvent, SeenSegment, SideFacts, TtlSamples } from '../model/connection.ts';
import type { PathSigns, Trigger, VantageFacts, Visibility } from '../model/evidence.ts';
import { absent, unseen } from '../model/reading.ts';
import type { Stack } from '../model/verdict.ts';
import { initialTtl, OTHER_DISTANCE, usualTtl } from './segments.ts';

/** net.ipv4.ip_default_ttl: what a stateless answer starts with, whatever the socket's TTL (tcp_v4_send_reset). */
const DEFAULT_TTL = 64;
/** A TTL baseline needs this many segments. */
const TTL_SAMPLES = 2;
/** The observed minimum is only an upper bound of the true round trip: the RST must come in less than half of it … */
const EARLY_SHARE = 0.5;
const EARLY_SHARE_WEAK = 0.8;
/** … and be early by more than this, by three times the spread of the samples and four ticks of the clock. */
const EARLY_MARGIN_US = 3000;
const EARLY_SAMPLES = 5;
/** Round trips shorter than this are within scheduling noise. */
const SHORTEST_RTT_US = 5000;

export function pathOf(
  event: ResetEvent,
  trigger: Trigger | null,
  sender: SideFacts,
  vantage: VantageFacts,
  visibility: Visibility,
  stack: Stack,
): PathSigns {
  const { reset } = event;
  const usual = baseline(event, sender);
  const shifted = usual !== null && usual.ttl !== reset.ttl;
  const sameInitialTtl = usual !== null && initialTtl(reset.ttl) === initialTtl(usual.ttl);
  const early = earliness(trigger, sender, vantage, visibility);
  return {
    ttlShift:
      usual === null
        ? unseen
        : shifted
          ? { ttl: reset.ttl, usual: usual.ttl, samples: usual.samples, hops: Math.abs(reset.ttl - usual.ttl) }
          : absent,
    nearer: shifted && reset.ttl > usual.ttl && sameInitialTtl,
    elsewhere:
      shifted &&
      Math.abs(reset.ttl - usual.ttl) >= OTHER_DISTANCE &&
      (sameInitialTtl || initialTtl(reset.ttl) !== DEFAULT_TTL),
    ttlSame: usual !== null && !shifted,
    sameInitialTtl,
    tooEarly: early.reading,
    tooEarlyStrong: early.strong,
    timely: timeliness(trigger, sender, vantage, visibility),
    // How these fields are copied or zeroed is known of Linux only.
    dscp: stack === 'linux' ? dscpOf(reset, trigger, vantage) : 'unseen',
    flowLabel: stack === 'linux' ? flowLabelOf(reset, trigger, sender) : 'unseen',
  };
}

/** The sender's usual TTL: from this connection, or, for a host that said too little here, from its others. */
function baseline({ hostTtl }: ResetEvent, sender: SideFacts): TtlSamples | null {
  const own = usualTtl(sender);
  const known = own !== null && own.samples >= TTL_SAMPLES ? own : hostTtl;
  return known !== null && known.samples >= TTL_SAMPLES ? known : null;
}

/** The delay is one that the sender itself can have: for a proof this must be seen, not merely not contradicted. */
function timeliness(
  trigger: Trigger | null,
  { rtt }: SideFacts,
  vantage: VantageFacts,
  { steadyClock }: Visibility,
): PathSigns['timely'] {
  if (trigger === null || !steadyClock) return unseen;
  if (vantage.atSender) return { delay: trigger.delayUs, frame: trigger.segment.frame };
  if (rtt === null) return unseen;
  return trigger.delayUs >= EARLY_SHARE * rtt.minUs ? { delay: trigger.delayUs, frame: trigger.segment.frame } : absent;
}

function earliness(
  trigger: Trigger | null,
  sender: SideFacts,
  vantage: VantageFacts,
  visibility: Visibility,
): { readonly reading: PathSigns['tooEarly']; readonly strong: boolean } {
  const { rtt } = sender;
  const usable = trigger !== null && trigger.form !== 'answers-both' && !vantage.atSender && visibility.steadyClock;
  if (!usable || rtt === null || rtt.samples < EARLY_SAMPLES || rtt.minUs < SHORTEST_RTT_US)
    return { reading: unseen, strong: false };
  const margin = Math.max(EARLY_MARGIN_US, 3 * (rtt.p25Us - rtt.minUs), 4 * visibility.resolutionUs);
  // Whichever segment was answered: the earliest leaves the answer most time.
  const delayUs = trigger.delayUs + trigger.segment.timeUs - trigger.earliest.timeUs;
  if (rtt.minUs - delayUs <= margin || delayUs >= EARLY_SHARE_WEAK * rtt.minUs)
    return { reading: absent, strong: false };
  const facts = { delay: delayUs, minRtt: rtt.minUs, samples: rtt.samples };
  return { reading: facts, strong: delayUs < EARLY_SHARE * rtt.minUs };
}

/**
 * Linux copies the trigger's DSCP into a stateless answer (ip_send_unicast_reply); netfilter REJECT writes 0 (nf_reject_iphdr_put).
 * Routers clear the field too (RFC 2474 §2 lets each domain rewrite it), so that only on the host itself a 0 is the filter's.
 */
function dscpOf(reset: SeenSegment, trigger: Trigger | null, { atSender }: VantageFacts): PathSigns['dscp'] {
  if (trigger === null || trigger.segment.dscp <= 0) return 'unseen';
  if (reset.dscp === trigger.segment.dscp) return 'copied';
  if (reset.dscp !== 0) return 'unseen';
  return atSender ? 'zeroed' : 'cleared';
}

/** Same label: the host still knew the connection; another: it did not; zero beside non-zero ones: netfilter REJECT (nf_reject_ip6hdr_put). */
function flowLabelOf(reset: SeenSegment, trigger: Trigger | null, sender: SideFacts): PathSigns['flowLabel'] {
  // Other stacks turn the trigger's header round, label and all (XNU).
  if (reset.flowLabel < 0 || reset.flowLabel === trigger?.segment.flowLabel) return 'unseen';
  const usual = sender.flowLabel ?? sender.syn?.flowLabel ?? -1;
  if (reset.flowLabel === 0) return usual > 0 ? 'zero' : 'unseen';
  if (usual < 0) return 'other';
  return reset.flowLabel === usual ? 'same' : 'other';
}
