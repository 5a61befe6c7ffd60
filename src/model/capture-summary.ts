/** Frames that follow one another both in a joined capture and in one of its files. */
export interface FrameRun {
  /** Number of the first one in the joined capture. */
  readonly first: number;
  /** Its number in the file. */
  readonly own: number;
  readonly count: number;
}

/** One of the files of a joined capture. */
export interface CapturePart extends Pick<CaptureSummary, 'name' | 'sha256' | 'bytes' | 'packets'> {
  /** Where its frames are; with files that overlap a great deal, the first ones only. */
  readonly runs: readonly FrameRun[];
}

/** The file and the frame in it that a frame of a joined capture is, or null when it was not joined, or this is not known. */
export function ownFrame(
  { parts }: Pick<CaptureSummary, 'parts'>,
  frame: number,
): { readonly file: string; readonly frame: number } | null {
  for (const { name, runs } of parts ?? []) {
    const run = runWith(runs, frame, 'first');
    if (run !== undefined) return { file: name, frame: run.own + frame - run.first };
  }
  return null;
}

/** The run that holds a frame, counted as `first` or as `own` counts; runs are in order. */
export function runWith(runs: readonly FrameRun[], frame: number, side: 'first' | 'own'): FrameRun | undefined {
  let [low, high] = [0, runs.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((runs[middle]?.[side] ?? 0) <= frame) low = middle + 1;
    else high = middle;
  }
  const run = runs[low - 1];
  return run !== undefined && frame < run[side] + run.count ? run : undefined;
}

/** What is known of one capture file after it has been read. */
export interface CaptureSummary {
  /** File name without folders; "-" for standard input. */
  readonly name: string;
  readonly format: 'pcap' | 'pcapng' | 'snoop' | 'text';
  /** Seconds per tick of the time stamps: 1e-6 or 1e-9 in pcap; the coarsest interface in pcapng. */
  readonly timestampResolution: number;
  /** Link types met, in order of appearance. */
  readonly linkTypes: readonly number[];
  readonly packets: number;
  /** Size of the input as read (compressed size for compressed files), in bytes. */
  readonly bytes: number;
  /** Hex SHA-256 of the input as read. */
  readonly sha256: string;
  /** Nanoseconds since 1970 of the earliest and latest packet, or null when there is none. */
  readonly startNs: bigint | null;
  readonly endNs: bigint | null;
  /** Nanoseconds since 1970 that `timeUs` 0 stands for (the first packet in file order), or null. */
  readonly zeroNs: bigint | null;
  /** False when the input ended inside a record, was damaged, or could not be read to its end. */
  readonly complete: boolean;
  /** Packets that the capturing kernel says it dropped (pcapng interface statistics), or null when the file does not say. */
  readonly dropped: number | null;
  /** True of a file that holds only the packets which an earlier analysis cites, and says so. */
  readonly isExcerpt?: boolean;
  /** Smallest snap length that cut a packet, in bytes, or null when no packet was cut. */
  readonly cutAt: number | null;
  /** Of printed lines only: whether they lack the fields of the IP header. */
  readonly headersMissing?: boolean;
  /** The files of a joined capture, in the order of time. Its `sha256` is that of theirs, one to a line. */
  readonly parts?: readonly CapturePart[];
}
