import { type Analysis, analyze, uiText } from '../index.ts';
import type { CaptureFlags, Session } from './session.ts';
import { timeZoneFrom, vantageFrom } from './values.ts';

/** Analyses one capture, which may be in several files, and shows on a terminal how far it has come. */
export function readCapture(paths: readonly string[], flags: CaptureFlags, session: Session): Promise<Analysis> {
  const { terminal, surroundings } = session;
  const { quiet, filter, from, to } = flags;
  const place = vantageFrom(flags.vantage);
  const [path] = paths;
  return analyze(path !== undefined && paths.length === 1 ? path : paths, {
    ...(place === undefined ? {} : { vantage: place }),
    ...(filter === undefined ? {} : { filter }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    timeZone: timeZoneFrom(flags.timeZone),
    stdin: surroundings.stdin,
    onProgress: (bytes, total) => {
      if (quiet !== true) terminal.progress(() => progressText(bytes, total, session));
    },
  });
}

function progressText(bytes: number, total: number | null, { language }: Session): string {
  if (total === null || total === 0) return uiText(language, 'cli.progressPipe', { bytes });
  return uiText(language, 'cli.progress', { bytes, percent: `${Math.floor((100 * bytes) / total)} %` });
}
