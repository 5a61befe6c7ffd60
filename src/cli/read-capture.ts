import { type Analysis, analyze, analyzeBothEnds, uiText } from '../index.ts';
import { WhyrstError } from '../model/errors.ts';
import { redactionKeyFrom } from './redaction-key.ts';
import type { CaptureFlags, Session } from './session.ts';
import { timeZoneFrom, vantageFrom } from './values.ts';

/** Analyses one capture, which may be in several files, and shows on a terminal how far it has come. */
export async function readCapture(
  paths: readonly string[],
  flags: CaptureFlags,
  session: Session,
  redactionKey = redactionKeyFrom(flags),
): Promise<Analysis> {
  const { terminal, surroundings } = session;
  const { quiet, filter, from, to } = flags;
  const ends = endsFrom(paths, flags);
  const place = vantageFrom(flags.vantage);
  const [path] = paths;
  const options = {
    ...(place === undefined ? {} : { vantage: place }),
    ...(filter === undefined ? {} : { filter }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(redactionKey === undefined ? {} : { redactionKey }),
    timeZone: timeZoneFrom(flags.timeZone),
    stdin: surroundings.stdin,
    onProgress: (bytes: number, total: number | null): void => {
      if (quiet !== true) terminal.progress(() => progressText(bytes, total, session));
    },
  };
  if (ends !== null) return analyzeBothEnds(ends.client, ends.server, options);
  if (path === undefined) throw new WhyrstError('usage/missing-argument', { value: '<capture>' });
  return analyze(paths.length === 1 ? path : paths, options);
}

/** The captures of both ends, or null when there is one capture. Both are read twice, which a pipe does not allow. */
export function endsFrom(
  paths: readonly string[],
  { client, server }: CaptureFlags,
): { readonly client: string; readonly server: string } | null {
  if (client === undefined && server === undefined) return null;
  if (client === undefined) throw new WhyrstError('usage/option-needs', { option: '--server', needs: '--client' });
  if (server === undefined) throw new WhyrstError('usage/option-needs', { option: '--client', needs: '--server' });
  const [more] = paths;
  if (more !== undefined) throw new WhyrstError('usage/too-many-arguments', { value: more });
  if (client === '-' || server === '-')
    throw new WhyrstError('usage/bad-value', { option: '--client, --server', value: '-' });
  return { client, server };
}

function progressText(bytes: number, total: number | null, { language }: Session): string {
  if (total === null || total === 0) return uiText(language, 'cli.progressPipe', { bytes });
  return uiText(language, 'cli.progress', { bytes, percent: `${Math.floor((100 * bytes) / total)} %` });
}
