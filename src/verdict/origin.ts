/** Where the RST came from: a fact apart from the address it carries. */
import { isInserted } from '../model/crossing.ts';
import type { Evidence } from '../model/evidence.ts';
import { isSeen } from '../model/reading.ts';
import type { Confidence, Origin, Verdict } from '../model/verdict.ts';
import type { Decision } from './decide.ts';

export function originOf(decision: Decision, evidence: Evidence): Verdict['origin'] {
  // Proof (g): of two captures only the receiver's holds it.
  return isInserted(evidence.crossing) ? origin('middlebox', 'proven') : ofOneCapture(decision, evidence);
}

function ofOneCapture(decision: Decision, evidence: Evidence): Verdict['origin'] {
  const named = decision.best?.cause.origin ?? 'unknown';
  // A TCP without the connection answered under the same address: an endpoint, if not the one that goes on.
  if (named === 'endpoint' && isSeen(evidence.machine.otherLivesOn)) return origin('endpoint', 'possible', 'middlebox');
  // The socket went on beyond its own RST: whatever sent it, it was not that socket.
  if (isUnaware(evidence)) {
    const value = named === 'endpoint-firewall' ? named : 'middlebox';
    const other = value === 'middlebox' ? 'endpoint-firewall' : 'middlebox';
    const known = decision.judged.confidence === 'likely' && evidence.path.nearer;
    return { value, confidence: 'proven', tied: known ? [] : [other] };
  }
  if (named === 'unknown' || (named === 'endpoint' && evidence.builder.value === 'foreign')) return ofBuilder(evidence);
  return named === 'endpoint' ? ofEndpoint(decision, evidence) : ofBox(named, decision);
}

function isUnaware({ aftermath, phase }: Evidence): boolean {
  return aftermath.continuesSurely && aftermath.senderContinuesNewData && phase !== 'handshake';
}

/** Without a cause, the builder is all there is to go by. */
function ofBuilder({ builder }: Evidence): Verdict['origin'] {
  if (builder.value === 'live-socket') return origin('endpoint', builder.confidence);
  if (builder.value === 'foreign')
    return origin(
      'middlebox',
      builder.tied.length > 0 ? 'possible' : 'likely',
      ...(builder.tied.length > 0 ? (['endpoint'] as const) : []),
    );
  return origin('unknown', 'undetermined');
}

function ofBox(named: 'endpoint-firewall' | 'middlebox', { judged, tied }: Decision): Verdict['origin'] {
  const doubtful = judged.confidence === 'possible' || tied.length > 0;
  if (!doubtful) return origin(named, 'likely');
  return origin(named, 'possible', named === 'middlebox' ? 'endpoint-firewall' : 'middlebox');
}

function ofEndpoint({ best }: Decision, { builder, path, vantage }: Evidence): Verdict['origin'] {
  if (best?.proven === true) return origin('endpoint', 'likely');
  const open: Origin[] = builder.tied.includes('packet-filter') ? ['endpoint-firewall'] : [];
  if (builder.tied.length > 0 && !vantage.atSender && !path.ttlSame) open.push('middlebox');
  return origin('endpoint', open.length > 0 ? 'possible' : builder.confidence, ...open);
}

function origin(value: Origin, confidence: Confidence, ...tied: readonly Origin[]): Verdict['origin'] {
  return { value, confidence, tied };
}
