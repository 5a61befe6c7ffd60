import { defineCause } from '../model/cause.ts';
import type { Evidence } from '../model/evidence.ts';
import { absent, isSeen, type Reading, unseen } from '../model/reading.ts';
import { step } from '../model/story-keys.ts';

/**
 * Somebody tries one port after the other to see which are open: with SYNs of a tool's own making, with ordinary connections that
 * are dropped at once, or with flags that begin no connection. The RSTs are the answers of closed ports, and the tool's farewell.
 */
export default defineCause({
  id: 'port-scan',
  origin: 'endpoint',
  impact: 'probe',
  level: 'reason',
  sources: ['RFC 9293 §3.10.7.1', 'nmap.org/book/man-port-scanning-techniques.html', 'Linux tcp_v4_send_reset()'],
  caps: { client: 'medium', server: 'medium', middle: 'medium' },
  signs: {
    probe: { bearing: 'required', facts: { frame: 'frame', resetFrame: 'frame' } },
    manyTargets: { bearing: 'required', facts: { targets: 'count', frames: 'frames' } },
    craftedSegment: { bearing: 'decisive', facts: { frame: 'frame', window: 'field' } },
    openedToDrop: { bearing: 'decisive', facts: { targets: 'count', frames: 'frames' } },
    payload: { bearing: 'excludes', facts: { bytes: 'bytes' } },
  },
  read: (evidence) => {
    const { event, scan } = evidence;
    const bytes = event.client.bytes + event.server.bytes;
    return {
      probe: probe(evidence),
      manyTargets:
        scan !== null ? { targets: scan.targets, frames: scan.frames } : evidence.mayBeProbe ? unseen : absent,
      craftedSegment: crafted(evidence),
      openedToDrop: scan?.drops === true ? { targets: scan.targets, frames: scan.frames } : absent,
      payload: bytes > 0 ? { bytes } : absent,
    };
  },
  // Ordinary SYNs to ports that are all closed may come from a program whose services are all down.
  sameTrace: ({ scan, senderRole, ready, vantage }) => {
    if (scan === null || scan.isCrafted || scan.drops || senderRole === 'client') return [];
    if (isSeen(ready.hostMark)) return ['port-closed'];
    return vantage.atSender
      ? ['port-closed', 'host-firewall-reject']
      : ['port-closed', 'host-firewall-reject', 'path-firewall-reject', 'lb-no-backend-or-unhealthy'];
  },
  kernelReasons: ({ shape }) => (shape === 'abort' ? ['TCP_STATE', 'TCP_ABORT_ON_CLOSE'] : ['NO_SOCKET']),
  steps: ({ steps, shape, scan, reset }) => [
    ...(shape === 'abort' ? steps.noTrigger : steps.arrived),
    ...(scan === null ? [] : [step('probed', 'inferred', { frame: reset.frame, targets: scan.targets })]),
    ...(shape === 'abort' ? steps.abort : [...steps.lookupMissed, ...steps.reply]),
  ],
  checks: {
    device: ['device-scan-owner'],
    network: ['net-firewall-log'],
    serverOs: ['os-listener'],
    serverApplication: ['app-request-log'],
  },
  next: 'longer',
});

function probe({ trigger, reset, mayBeProbe, event }: Evidence): Reading<{ frame: 'frame'; resetFrame: 'frame' }> {
  if (!mayBeProbe) return absent;
  const first = trigger?.segment ?? event.client.syn ?? reset;
  return { frame: first.frame, resetFrame: reset.frame };
}

function crafted({ scan, event, trigger }: Evidence): Reading<{ frame: 'frame'; window: 'field' }> {
  const made = event.client.syn ?? trigger?.segment ?? null;
  return scan?.isCrafted === true && made !== null ? { frame: made.frame, window: made.window } : absent;
}
