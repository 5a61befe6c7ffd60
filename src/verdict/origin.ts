/** Where the RST came from: a fact apart from the address it carries. */
import type { Evidence } from '../model/evidence.ts';
import type { Confidence, Origin, Verdict } from '../model/verdict.ts';
import type { Decision } from './decide.ts';

export function originOf({ best, judged, tied }: Decision, evidence: Evidence): Verdict['origin'] {
  const { aftermath, builder, path, vantage, phase } = evidence;
  const named = best?.cause.origin ?? 'unknown';
  // The socket went on beyond its own RST: whatever sent it, it was not that socket.
  if (aftermath.continuesSurely && aftermath.senderContinuesNewData && phase !== 'handshake') {
    const value = named === 'endpoint-firewall' ? named : 'middlebox';
    const other = value === 'middlebox' ? 'endpoint-firewall' : 'middlebox';
    return { value, confidence: 'proven', tied: judged.confidence === 'likely' && path.nearer ? [] : [other] };
  }
  if (named === 'unknown') {
    return builder.value === 'live-socket' ? origin('endpoint', builder.confidence) : origin('unknown', 'undetermined');
  }
  if (named !== 'endpoint') {
    const doubtful = judged.confidence === 'possible' || tied.length > 0;
    return doubtful
      ? origin(named, 'possible', named === 'middlebox' ? 'endpoint-firewall' : 'middlebox')
      : origin(named, 'likely');
  }
  if (best?.proven === true) return origin('endpoint', 'likely');
  const open: Origin[] = builder.tied.includes('packet-filter') ? ['endpoint-firewall'] : [];
  if (builder.tied.length > 0 && !vantage.atSender && !path.ttlSame) open.push('middlebox');
  return origin('endpoint', open.length > 0 ? 'possible' : builder.confidence, ...open);
}

function origin(value: Origin, confidence: Confidence, ...tied: Origin[]): Verdict['origin'] {
  return { value, confidence, tied };
}
