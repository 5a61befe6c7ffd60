/** `whyrst decode --json`: the RSTs of one frame, field by field, with the segment that each answers beside it. */
import { headerField } from '../model/header-fields.ts';
import type { Analysis, FieldJudgement, Verdict } from '../model/verdict.ts';
import { partiesOf, segmentOf, timeIn } from './json.ts';
import { printJson } from './print-json.ts';

/** Name and version of this output. */
export const DECODE_SCHEMA_ID = 'whyrst.decode/1';

/** What is said about a field, in the reader's language. */
export interface ToldField {
  readonly name: string;
  readonly meaning: string;
  readonly expected: string;
  readonly judged: string;
}

/** Prints what is known of these RSTs; each stands on a line of its own. */
export function decodeToJson(
  verdicts: readonly Verdict[],
  analysis: Analysis,
  tell: (verdict: Verdict) => readonly ToldField[],
): string {
  const resets = verdicts.map((verdict) => printJson(decoded(verdict, analysis, tell(verdict))));
  return `{"schema":${JSON.stringify(DECODE_SCHEMA_ID)},\n"tool":${printJson(analysis.tool)},\n"resets":[\n${resets.join(',\n')}]}\n`;
}

function decoded(verdict: Verdict, analysis: Analysis, told: readonly ToldField[]): object {
  const { id, capture, reset, connection, payloadLength, phase, builder, cause, confidence, tied } = verdict;
  return {
    ...{ id, capture, frame: reset.frame },
    time: timeIn(analysis, capture, reset.timeUs),
    connection,
    ...partiesOf(verdict),
    segment: segmentOf(reset, payloadLength),
    trigger: triggerOf(verdict, analysis),
    phase,
    builder: { value: builder.value, confidence: builder.confidence, tied: builder.tied },
    ...{ cause, confidence, tied },
    fields: verdict.fields.map((field, index) => ({ ...fieldOf(field, verdict), ...told[index] })),
  };
}

/** A live socket's abort answers nothing: then the segment is the latest with matching numbers, and `answered` is false. */
function triggerOf({ trigger, builder, capture }: Verdict, analysis: Analysis): object | null {
  if (trigger === null) return null;
  const { segment, kind, delayUs, candidates } = trigger;
  return {
    frame: segment.frame,
    time: timeIn(analysis, capture, segment.timeUs),
    kind,
    answered: builder.value !== 'live-socket',
    delaySeconds: delayUs / 1_000_000,
    candidates,
    segment: segmentOf(segment, segment.payloadLength),
  };
}

function fieldOf({ field, value, judgement, reason, facts }: FieldJudgement, { trigger }: Verdict): object {
  return {
    field,
    value,
    trigger: trigger === null ? null : headerField(field, trigger.segment),
    judgement,
    reason,
    facts,
  };
}
