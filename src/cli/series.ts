/** Files that one capture was rotated into, known by their names. */
import { basename, dirname, join } from 'node:path';

/** Captures to be read as one, and the name that their report takes its own from. */
export interface Group {
  readonly paths: readonly string[];
  readonly name: string;
}

/** The number that a name carries and what all names of its series share. */
interface Numbered {
  readonly series: string;
  readonly number: number;
}

/** tcpdump -C and -W (tcpdump(1)): `x.pcap`, `x.pcap1`, `x.pcap2`, or `x.pcap00`, `x.pcap01`; perhaps compressed afterwards. */
const TCPDUMP = /^(.*\.(?:pcap|pcapng|cap|dmp))(\d*)((?:\.gz|\.zst)?)$/i;
/** dumpcap -b (dumpcap(1)): `x_00001_20261120031205.pcapng`. */
const DUMPCAP = /^(.*)_(\d{5,})_\d{14}(\.(?:pcapng|pcap)(?:\.gz|\.zst)?)$/i;

/** Puts together the files of each series whose numbers follow one another; every other file stays alone. */
export function groupsOf(paths: readonly string[]): readonly Group[] {
  const members = new Map<string, { readonly path: string; readonly number: number }[]>();
  for (const path of paths) {
    const { series, number } = numbered(path) ?? { series: path, number: 0 };
    members.set(series, [...(members.get(series) ?? []), { path, number }]);
  }
  return [...members].flatMap(([series, files]): Group[] => {
    const numbers = files.map(({ number }) => number).sort((a, b) => a - b);
    const followOn = numbers.every((number, i) => i === 0 || number === (numbers[i - 1] ?? 0) + 1);
    const isSeries = files.length > 1 && followOn;
    if (isSeries) return [{ paths: files.map(({ path }) => path), name: series }];
    return files.map(({ path }) => ({ paths: [path], name: path }));
  });
}

function numbered(path: string): Numbered | null {
  const name = basename(path);
  const [, front, digits, end] = TCPDUMP.exec(name) ?? [];
  const [, stem, sequence, ending] = DUMPCAP.exec(name) ?? [];
  if (sequence !== undefined) return { series: join(dirname(path), `${stem}${ending}`), number: Number(sequence) };
  return front === undefined ? null : { series: join(dirname(path), `${front}${end}`), number: Number(digits) };
}

/** Whether names differ by nothing but digits, as those of `tcpdump -G` do, and of many captures that have nothing in common. */
export function mayBeSeries(paths: readonly string[]): boolean {
  const shapes = new Set(paths.map((path) => path.replace(/\d+/g, '#')));
  return paths.length > 1 && shapes.size === 1;
}
