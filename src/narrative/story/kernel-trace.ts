import type { Verdict } from '../../model/verdict.ts';
import { codeSpan } from '../escape.ts';
import type { Voice } from '../voice.ts';
import { kernelOf, originsOf } from './kernel.ts';

/** What the kernel's tracepoint `tcp:tcp_send_reset` would have printed at the sender; null for a host that has no such tracepoint. */
export function traceSentence(verdict: Verdict, voice: Voice): string | null {
  const kernel = kernelOf(verdict);
  if (kernel === 'other') return null;
  const origins = originsOf(verdict);
  if (origins.every((origin) => origin === 'middlebox' || origin === 'endpoint-firewall')) {
    return voice.say('page.noTrace');
  }
  const { kernelReasons } = verdict;
  if (kernelReasons.length === 0) return voice.say('page.openTrace');
  const own = origins.length > 1;
  const condition = kernel === 'perhaps' ? (own ? 'both' : 'linux') : own ? 'own' : 'none';
  return voice.say('page.trace', {
    condition,
    count: voice.count(kernelReasons.length),
    reasons: voice.list(kernelReasons.map(codeSpan)),
  });
}
