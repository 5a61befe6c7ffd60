import { join } from 'node:path';
import { toCheatsheet, toPdf, uiText } from '../../index.ts';
import { makeFolder, writeWhole } from '../output-files.ts';
import type { CommonFlags, Session } from '../session.ts';
import { formatsFrom, languagesFrom } from '../values.ts';

interface CheatsheetFlags extends CommonFlags {
  readonly output: string;
  readonly format?: string;
}

/** The sheet depends on no capture: its PDF carries the date of the rules it states (Linux 6.18, 2025-11-30), never the clock's. */
const RULES_DATE = new Date('2025-11-30T00:00:00Z');

/** `whyrst cheatsheet`: the quick reference, in each language. */
export async function writeCheatsheets(
  flags: CheatsheetFlags,
  { surroundings, terminal, language }: Session,
): Promise<void> {
  const formats = formatsFrom(flags.format, ['md', 'pdf']);
  makeFolder(flags.output);
  for (const tag of languagesFrom(flags.lang, surroundings.env)) {
    const markdown = toCheatsheet(tag);
    for (const format of formats) {
      const path = join(flags.output, `whyrst-cheatsheet.${tag}.${format}`);
      const content =
        format === 'pdf'
          ? (await toPdf(markdown, { language: tag, date: RULES_DATE, narrowMargins: true })).bytes
          : [markdown];
      await writeWhole(path, content);
      if (flags.quiet !== true) await terminal.note(uiText(language, 'cli.written', { path }));
    }
  }
}
