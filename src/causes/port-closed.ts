import { defineCause } from '../model/cause.ts';
import { absent, isSeen } from '../model/reading.ts';
import { welcomedAtOnce } from './shared/opening.ts';
import { onlyIf } from './shared/ties.ts';

/**
 * Nobody listens on the port: the kernel answers the SYN itself, before any program is involved.
 * A REJECT rule in front of a listening port writes the same bytes; only copied fields (DSCP, flow label) tell them apart.
 */
export default defineCause({
  id: 'port-closed',
  origin: 'endpoint',
  impact: 'disruptive',
  level: 'reason',
  sources: ['RFC 9293 §3.10.7.1', 'Linux tcp_v4_rcv(), tcp_v4_send_reset()'],
  caps: { client: 'medium', server: 'high', middle: 'medium' },
  signs: {
    scanned: 'excludes',
    answersSyn: 'required',
    acceptedBefore: { bearing: 'excludes', facts: { frame: 'frame' } },
    synAccepted: { bearing: 'against', facts: { frame: 'frame', triggerFrame: 'frame' } },
    othersRefused: { bearing: 'weak', facts: { refused: 'count', accepted: 'count' } },
    hostMark: 'decisive',
    filterMark: 'excludes',
    ttlShift: 'against',
  },
  read: ({ ready, event, sender }) => ({
    acceptedBefore: sender.syn === null ? absent : { frame: sender.syn.frame },
    synAccepted: ready.triggerAnswered,
    othersRefused: event.refused > 1 ? { refused: event.refused - 1, accepted: event.accepted } : absent,
  }),
  sameTrace: (evidence) => {
    const { ready, vantage, mayBeProbe } = evidence;
    // A refusal that turns into a welcome at once is also how a protection device tests a client.
    const welcomed = welcomedAtOnce(evidence);
    const others = [...onlyIf(isSeen(welcomed), 'antiddos-challenge'), ...onlyIf(mayBeProbe, 'port-scan')];
    if (isSeen(ready.hostMark)) return others;
    return vantage.atSender
      ? ['host-firewall-reject', ...others]
      : ['host-firewall-reject', 'path-firewall-reject', 'lb-no-backend-or-unhealthy', ...others];
  },
  kernelReasons: () => ['NO_SOCKET'],
  steps: ({ steps }) => [...steps.arrived, ...steps.lookupMissed, ...steps.listener, ...steps.reply],
  checks: {
    device: ['device-target'],
    network: ['net-reject-rules', 'net-lb-log'],
    serverOs: ['os-listener', 'os-reject-rules', 'os-trace-reason'],
    serverApplication: ['app-service-status', 'app-restart-log'],
  },
  next: 'socketState',
});
