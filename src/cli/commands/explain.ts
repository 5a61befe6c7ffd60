import { causes, claims, tellClaims, toClaims, toExplanation } from '../../index.ts';
import { WhyrstError } from '../../model/errors.ts';
import { nearest } from '../nearest.ts';
import type { CommonFlags, Session } from '../session.ts';

interface ExplainFlags extends CommonFlags {
  readonly claims?: boolean;
  readonly json?: boolean;
}

/** `whyrst explain [CAUSE]`: the catalogue of causes; `whyrst explain --claims [CLAIM]`: what people say about RST. */
export async function explain(id: string | undefined, flags: ExplainFlags, session: Session): Promise<void> {
  const { terminal, language } = session;
  if (flags.json === true && flags.claims !== true) {
    throw new WhyrstError('usage/option-needs', { option: '--json', needs: '--claims' });
  }
  const options = { language, color: terminal.color && flags.color !== false, width: terminal.width };
  if (flags.claims === true) {
    demandKnown(id, claims, 'usage/unknown-claim');
    const told = flags.json === true ? json(tellClaims(id ?? null, language)) : toClaims(id ?? null, options);
    await terminal.print([told]);
  } else {
    demandKnown(id, causes, 'usage/unknown-cause');
    await terminal.print([toExplanation(id ?? null, options)]);
  }
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

function demandKnown(
  id: string | undefined,
  known: readonly { readonly id: string }[],
  code: 'usage/unknown-claim' | 'usage/unknown-cause',
): void {
  const ids = known.map((each) => each.id);
  if (id !== undefined && !ids.includes(id)) throw new WhyrstError(code, { value: id, near: nearest(id, ids).word });
}
