import { uiText } from '../../index.ts';
import type { Session } from '../session.ts';

/** Says which characters no font of the PDF has. */
export async function warnOfGlyphs(codePoints: readonly number[], session: Session): Promise<void> {
  const characters = codePoints.map((each) => `U+${each.toString(16).toUpperCase().padStart(4, '0')}`);
  await session.terminal.note(uiText(session.language, 'cli.missingGlyphs', { characters: characters.join(', ') }));
}
