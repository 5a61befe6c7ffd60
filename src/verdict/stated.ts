import type { CauseId } from '../model/cause-ids.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Stated } from '../model/stated.ts';
import { FAILURE_CAUSES, type Meaning, NETSCALER_WINDOWS } from './stated-codes.ts';

/** Magic number and length of a diagnostic payload: draft-ietf-tcpm-rst-diagnostic-payload §4.1. */
const MAGIC = 0x33aa;
const LENGTH = 8;

/** The reason that the RST states in a form that can be decoded, held against the verdict; null when it states none. */
export function statedOf(evidence: Evidence, cause: CauseId | null, tied: readonly CauseId[]): Stated | null {
  const said = payloadCode(evidence) ?? windowCode(evidence);
  if (said === null) return null;
  const { meaning, ...rest } = said;
  const named = cause === null ? [] : [cause, ...tied];
  const causes = meaning?.causes ?? [];
  const conflict = named.length > 0 && causes.length > 0 && !named.some((id) => causes.includes(id));
  return { ...rest, meaning: meaning?.key ?? null, conflict };
}

type Said = Pick<Stated, 'by' | 'code' | 'pen'> & { readonly meaning: Meaning | null };

function payloadCode({ event: { payload, payloadLength } }: Evidence): Said | null {
  if (payloadLength !== LENGTH || payload.length < LENGTH) return null;
  const view = new DataView(payload.buffer, payload.byteOffset, LENGTH);
  const [magic, code, pen] = [view.getUint16(0), view.getUint16(2), view.getUint32(4)];
  if (magic !== MAGIC || code === 0) return null;
  if (pen !== 0) return { by: 'vendorPayload', code, pen, meaning: null };
  return { by: 'diagnosticPayload', code, pen, meaning: FAILURE_CAUSES.get(code) ?? null };
}

/** A live socket announces a window of its own, which may be any number: there it is no code. */
function windowCode({ reset, builder, sender }: Evidence): Said | null {
  const meaning = NETSCALER_WINDOWS.get(reset.window);
  const own = builder.value === 'live-socket' && sender.windowBy !== null;
  if (meaning === undefined || own) return null;
  return { by: 'netScalerWindow', code: reset.window, pen: 0, meaning };
}
