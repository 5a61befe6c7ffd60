import type { Analysis } from '../../model/verdict.ts';
import type { Voice } from '../voice.ts';
import { captureRows, type FactRow } from './appendix.ts';

/** Facts that the first page of a printed report states of each capture: enough to tell which file it is about. */
const STATED = ['name', 'sha256', 'packets', 'start', 'end'];

/** Rows of the cover. */
export function coverRows({ captures, findings, verdicts, tool }: Analysis, voice: Voice): readonly FactRow[] {
  const resets = verdicts.filter(({ sameAs }) => sameAs === null).length;
  const counted = { resets: voice.count(resets), findings: voice.count(findings.length) };
  return [
    ...captures.flatMap((capture) => captureRows(capture, voice).filter(({ key }) => STATED.includes(key))),
    { key: 'found', label: voice.say('cover.found'), value: voice.say('cover.counts', counted) },
    { key: 'zone', label: voice.say('cover.zone'), value: voice.text(voice.manner.timeZone) },
    { key: 'tool', label: voice.say('cover.tool'), value: `${tool.name} ${voice.text(tool.version)}` },
  ];
}
