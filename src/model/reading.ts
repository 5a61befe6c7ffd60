/** The kinds of fact a sentence may quote, and the value each kind carries. How a kind is printed: narrative/quantities.ts. */
export interface FactKinds {
  /** Packet number as Wireshark shows it. */
  frame: number;
  /** A list of packet numbers. */
  frames: readonly number[];
  /** A length of time in microseconds. */
  duration: number;
  /** A point in time: microseconds since the first packet of the capture. */
  time: number;
  /** How many of something. */
  count: number;
  /** A number of bytes. */
  bytes: number;
  /** A header field as it is on the wire: TTL, window, port, sequence number. */
  field: number;
  /** A fraction between 0 and 1, printed as a percentage or a small probability. */
  ratio: number;
  /** A word of our own vocabulary: key of locales common `terms`. */
  term: string;
  /** Anything quoted as it is, untrusted: `address:port`, a name, flags. */
  text: string;
}

/** Declares the facts a sentence may quote: name → kind. */
export type FactShape = Readonly<Record<string, keyof FactKinds>>;

/** The values for a {@link FactShape}. */
export type Facts<Shape extends FactShape = FactShape> = keyof Shape extends never
  ? Readonly<Record<string, never>>
  : { readonly [Name in keyof Shape]: FactKinds[Shape[Name]] };

/** We looked, and it is not there. */
export const absent = 'absent';
/** The capture cannot tell: it began too late, saw one direction only, or was cut short. */
export const unseen = 'unseen';

/** What we found when we looked for one sign: its facts if it is there. */
export type Reading<Shape extends FactShape = FactShape> = Facts<Shape> | typeof absent | typeof unseen;

/** Whether the sign was seen, so that its facts are at hand. */
export function isSeen<R>(reading: R): reading is Exclude<R, typeof absent | typeof unseen> {
  return reading !== absent && reading !== unseen;
}

/** The packets that facts quote, each once, in order. */
export function framesIn(shape: FactShape, facts: Facts): readonly number[] {
  const frames = Object.entries<unknown>(facts).flatMap(([name, value]) => {
    if (shape[name] === 'frame') return [value as number];
    return shape[name] === 'frames' ? (value as readonly number[]) : [];
  });
  return [...new Set(frames)].filter((frame) => frame > 0).sort((a, b) => a - b);
}
