import { defineCause } from '../model/cause.ts';
import type { SeenSegment } from '../model/connection.ts';
import type { Evidence } from '../model/evidence.ts';
import { absent, type Reading, unseen } from '../model/reading.ts';
import { ACK, FIN, RST, SYN } from '../model/segment.ts';
import { flagNames } from '../model/segment-names.ts';

/**
 * A segment that no TCP sends: SYN together with FIN, or neither SYN nor ACK nor RST (NULL, FIN and XMAS scans), or a RST that is a
 * SYN or FIN as well. Scanners and fingerprinting tools craft them; the host answers by the book.
 */
export default defineCause({
  id: 'odd-flags',
  origin: 'endpoint',
  impact: 'probe',
  level: 'reason',
  sources: ['RFC 9293 §3.10.7.1', 'RFC 9293 §3.5.2', 'Nmap Reference Guide, port scanning techniques (-sN, -sF, -sX)'],
  caps: { client: 'high', server: 'high', middle: 'high' },
  signs: {
    crafted: { bearing: 'required', facts: { frame: 'frame', flags: 'text' } },
    answered: { bearing: 'strong', facts: { frame: 'frame', delay: 'duration' } },
    sameService: 'weak',
    midConversation: { bearing: 'against', facts: { frame: 'frame', what: 'term' } },
    senderContinues: 'against',
  },
  read: (evidence) => {
    const { ready, event } = evidence;
    return {
      crafted: crafted(evidence),
      answered: ready.answersTrigger,
      midConversation: event.opened === 'syn' ? ready.midConversation : absent,
    };
  },
  sameTrace: ({ ready, vantage, trigger }) => {
    if (trigger === null || ready.hostMark !== unseen) return [];
    return vantage.atSender ? ['host-firewall-reject'] : ['host-firewall-reject', 'path-firewall-reject'];
  },
  kernelReasons: ({ trigger }) => (trigger === null ? [] : ['NO_SOCKET', 'TCP_FLAGS']),
  steps: ({ steps }) => [...steps.arrived, ...steps.lookupMissed, ...steps.listener, ...steps.reply],
  checks: {
    device: ['device-scanner'],
    network: ['net-firewall-log', 'net-both-ends-capture'],
    serverOs: ['os-listener', 'os-trace-reason'],
    serverApplication: [],
  },
  next: 'otherPorts',
});

/** The segment that was crafted: the one that the RST answers, or the RST itself. */
function crafted({ trigger, reset, shape }: Evidence): Reading<{ frame: 'frame'; flags: 'text' }> {
  const { segment } = trigger ?? { segment: null };
  if (segment !== null && isImpossible(segment)) return told(segment);
  return shape === 'odd' && (reset.flags & (SYN | FIN)) !== 0 ? told(reset) : absent;
}

/** RFC 9293 §3.10.7: every segment carries ACK but the first SYN and a RST, and nothing is both beginning and end. */
function isImpossible({ flags }: SeenSegment): boolean {
  return (flags & (SYN | FIN)) === (SYN | FIN) || (flags & (SYN | ACK | RST)) === 0;
}

function told({ frame, flags }: SeenSegment): Reading<{ frame: 'frame'; flags: 'text' }> {
  return { frame, flags: flagNames(flags).join('+') || '–' };
}
