import { uiText } from '../index.ts';
import type { Session } from './session.ts';
import type { Written } from './wanted.ts';

/** How many RSTs are listed. */
const LISTED = 10;

/** Says which files were written, and what an evidence capture can show by itself. */
export async function tellWritten(written: Written, session: Session): Promise<void> {
  const { terminal, language } = session;
  for (const path of written.paths) await terminal.note(uiText(language, 'cli.written', { path }));
  await tellExcerpt(written, session);
}

/** Says what an evidence capture can show by itself. */
export async function tellExcerpt({ excerpt }: Written, { terminal, language }: Session): Promise<void> {
  if (excerpt === null || excerpt.resets === 0) return;
  const { packets, resets, differs } = excerpt;
  if (differs.length === 0) {
    await terminal.note(uiText(language, 'cli.excerpt.same', { packets, resets }));
    return;
  }
  const listed = differs.slice(0, LISTED).map(({ id, frame }) => `${id} (${frame})`);
  const list = [...listed, ...(differs.length > LISTED ? ['…'] : [])].join(', ');
  await terminal.note(uiText(language, 'cli.excerpt.differs', { packets, resets, open: differs.length, list }));
}
