import { causes, toExplanation } from '../../index.ts';
import { WhyrstError } from '../../model/errors.ts';
import { nearest } from '../nearest.ts';
import type { CommonFlags, Session } from '../session.ts';

/** `whyrst explain [CAUSE]`: the catalogue of causes. */
export async function explainCause(id: string | undefined, flags: CommonFlags, session: Session): Promise<void> {
  const { terminal, language } = session;
  const known = causes.map((cause) => cause.id);
  if (id !== undefined && !known.some((each) => each === id)) {
    throw new WhyrstError('usage/unknown-cause', { value: id, near: nearest(id, known).word });
  }
  const color = terminal.color && flags.color !== false;
  await terminal.print([toExplanation(id ?? null, { language, color, width: terminal.width })]);
}
