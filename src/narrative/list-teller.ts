import type { ListTeller } from '../model/finding-list.ts';
import type { Analysis, Finding } from '../model/verdict.ts';
import type { Catalogue } from './catalogue.ts';
import { plainVoice } from './plain-text.ts';
import { diagnosticText } from './story/appendix.ts';
import { numbersOf } from './story/numbers.ts';
import { howSure, verdictText, whoActed } from './story/page-one.ts';
import { causeTitle, verdictsOf } from './story/subject.ts';
import { earlierTitle, goneRows } from './story/triage.ts';
import type { Voice } from './voice.ts';

/** Says in one language what lists for other programs quote. */
export function listTeller(analysis: Analysis, catalogue: Catalogue, timeZone = 'UTC'): ListTeller {
  const voice = plainVoice(catalogue, timeZone, analysis.captures[0]?.zeroNs ?? null);
  return {
    language: catalogue.tag,
    finding: (finding) => {
      const [verdict] = verdictsOf(analysis, finding);
      if (verdict === undefined) throw new Error(`finding ${finding.id} holds no RST`);
      const told = voice.about(verdict, analysis);
      return {
        title: told.tell(causeTitle(catalogue, finding.cause)),
        verdict: verdictText(verdict, told),
        numbers: numbersOf(finding, analysis, told),
        who: told.say('terminal.who', { text: whoActed(verdict, told) }),
        sure: told.say('terminal.sure', { text: howSure(verdict, told) }),
        suppressed: suppressedText(finding, analysis, voice),
      };
    },
    gone: (finding) => {
      const sentence = goneRows([finding], voice).map((row) => voice.say('terminal.gone', row));
      return { title: earlierTitle(finding.cause, voice), sentence: sentence.join('') };
    },
    diagnostic: (diagnostic) => diagnosticText(diagnostic, voice),
  };
}

function suppressedText({ suppressedBy }: Finding, { triage }: Analysis, voice: Voice): string | null {
  const rule = suppressedBy === null ? undefined : triage?.rules[suppressedBy];
  if (rule === undefined) return null;
  const reason = rule.reason === null ? voice.say('triage.hidden') : voice.text(rule.reason);
  return voice.say('triage.justification', {
    reason,
    by: rule.by === null ? 'none' : voice.text(rule.by),
    expires: rule.expires,
  });
}
