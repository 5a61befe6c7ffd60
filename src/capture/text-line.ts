// One printed line of tcpdump or tshark → the fields of its segment, as far as they are printed.

/** A segment as it was printed. */
export interface PrintedSegment {
  readonly source: string;
  readonly destination: string;
  readonly sourcePort: number;
  readonly destinationPort: number;
  /** The nine flag bits. */
  readonly flags: number;
  /** As printed: absolute or relative; null when not printed. */
  readonly seq: number | null;
  readonly ack: number | null;
  readonly window: number;
  readonly length: number;
  readonly options: readonly number[];
}

/** What `tcpdump -v` prints of the IP header. */
export interface PrintedIp {
  readonly ttl: number;
  readonly trafficClass: number;
  readonly ipId: number;
  readonly dontFragment: boolean;
  readonly flowLabel: number;
}

const FLAG_LETTERS: ReadonlyMap<string, number> = new Map([
  ['F', 0x01],
  ['S', 0x02],
  ['R', 0x04],
  ['P', 0x08],
  ['.', 0x10],
  ['U', 0x20],
  ['E', 0x40],
  ['W', 0x80],
  ['e', 0x100],
]);
const FLAG_NAMES: ReadonlyMap<string, number> = new Map([
  ['FIN', 0x01],
  ['SYN', 0x02],
  ['RST', 0x04],
  ['PSH', 0x08],
  ['ACK', 0x10],
  ['URG', 0x20],
  ['ECE', 0x40],
  ['ECN', 0x40],
  ['CWR', 0x80],
  ['AE', 0x100],
]);

/** tcpdump's print-tcp.c: `192.0.2.1.443 > 192.0.2.2.5000: Flags [R.], seq 1, ack 2, win 0, length 0`. */
const TCPDUMP = /(?:^|\s)([0-9a-f.:]+)\.(\d+) > ([0-9a-f.:]+)\.(\d+): Flags \[([A-Za-z.]+|none)\],? ?(.*)$/i;
/** tshark's packet-tcp.c: `192.0.2.1 → 192.0.2.2 TCP 54 443 → 5000 [RST, ACK] Seq=1 Ack=2 Win=0 Len=0`. */
const TSHARK = /\s([0-9a-f.:]+) (?:→|->) ([0-9a-f.:]+) +TCP \d+ .*?(\d+) (?:→|>|->) (\d+) \[([A-Z, ]+)\] (Seq=.*)$/i;
/** `(tos 0x20, ttl 61, id 14383, offset 0, flags [DF], proto TCP (6), length 60)`. */
const IPV4 = /\(tos (0x[0-9a-f]+)(?:,[^,]*)??, ttl (\d+), id (\d+), offset 0, flags \[([^\]]*)\]/;
/** `(class 0x20, flowlabel 0x420d1, hlim 61, next-header TCP (6) payload length: 40)`. */
const IPV6 = /\((?:class (0x[0-9a-f]+), )?(?:flowlabel (0x[0-9a-f]+), )?hlim (\d+), next-header/;

/** The segment that a line of tcpdump shows, or null. */
export function tcpdumpSegment(line: string): PrintedSegment | null {
  const [, source, sourcePort, destination, destinationPort, letters = '', rest = ''] = TCPDUMP.exec(line) ?? [];
  if (source === undefined || destination === undefined) return null;
  const length = numberIn(rest, /(?:^|, )length (\d+)/);
  if (length === null) return null;
  return {
    source,
    destination,
    sourcePort: Number(sourcePort),
    destinationPort: Number(destinationPort),
    flags:
      letters === 'none' ? 0 : letters.split('').reduce((bits, letter) => bits | (FLAG_LETTERS.get(letter) ?? 0), 0),
    seq: numberIn(rest, /(?:^|, )seq (\d+)/),
    ack: numberIn(rest, /(?:^|, )ack (\d+)/),
    window: numberIn(rest, /(?:^|, )win (\d+)/) ?? 0,
    length,
    options: optionBytes(/options \[([^\]]*)\]/.exec(rest)?.[1] ?? ''),
  };
}

/** The segment that a line of tshark shows, or null. Its window is scaled where the handshake was seen. */
export function tsharkSegment(line: string): PrintedSegment | null {
  const [, source, destination, sourcePort, destinationPort, names = '', rest = ''] = TSHARK.exec(line) ?? [];
  if (source === undefined || destination === undefined) return null;
  const [value, echo] = [numberIn(rest, /TSval=(\d+)/), numberIn(rest, /TSecr=(\d+)/)];
  return {
    source,
    destination,
    sourcePort: Number(sourcePort),
    destinationPort: Number(destinationPort),
    flags: names.split(', ').reduce((bits, name) => bits | (FLAG_NAMES.get(name) ?? 0), 0),
    seq: numberIn(rest, /Seq=(\d+)/),
    ack: numberIn(rest, /Ack=(\d+)/),
    window: Math.min(65_535, numberIn(rest, /Win=(\d+)/) ?? 0),
    length: numberIn(rest, /Len=(\d+)/) ?? 0,
    options: value === null || echo === null ? [] : timestamps(value, echo),
  };
}

/** What the line says of the IP header, or null when it was printed without -v. */
export function printedIp(line: string): PrintedIp | null {
  const [, tos, ttl, id, flags = ''] = IPV4.exec(line) ?? [];
  if (ttl !== undefined) {
    const dontFragment = flags.includes('DF');
    return { ttl: byte(ttl), trafficClass: byte(tos), ipId: Number(id) & 0xffff, dontFragment, flowLabel: 0 };
  }
  const [, trafficClass = '0', flowLabel = '0', hopLimit] = IPV6.exec(line) ?? [];
  if (hopLimit === undefined) return null;
  const label = Number(flowLabel) & 0xfffff;
  return { ttl: byte(hopLimit), trafficClass: byte(trafficClass), ipId: 0, dontFragment: false, flowLabel: label };
}

const byte = (text = '0'): number => Number(text) & 0xff;

function numberIn(text: string, pattern: RegExp): number | null {
  const digits = pattern.exec(text)?.[1];
  return digits === undefined ? null : Number(digits) >>> 0;
}

/** Options as tcpdump prints them; those whose values it does not print become unknown ones of the same kind. */
function optionBytes(printed: string): readonly number[] {
  return printed.split(',').flatMap((option): readonly number[] => {
    const [name = '', ...words] = option.trim().split(' ');
    const value = Number(words[0] ?? 0);
    switch (name) {
      case 'mss':
        return [2, 4, (value >>> 8) & 0xff, value & 0xff];
      case 'wscale':
        return [3, 3, value & 0xff];
      case 'sackOK':
        return [4, 2];
      case 'sack':
        return sackBlocks(option);
      case 'nop':
        return [1];
      case 'TS':
        return [8, 10, ...words32(Number(words[1] ?? 0)), ...words32(Number(words[3] ?? 0))];
      case 'md5':
        return [19, 18, ...new Array<number>(16).fill(0)];
      case 'tcp-ao':
        return [29, 4, 0, 0];
      case '':
      case 'eol':
        return [];
      default:
        return [254, 2];
    }
  });
}

/** The blocks of a selective acknowledgement, `sack 2 {1:241}{500:741}`, with the numbers as they are printed (RFC 2018 §3). */
function sackBlocks(option: string): readonly number[] {
  const edges = [...option.matchAll(/\{(\d+):(\d+)\}/g)].flatMap(([, left, right]) => [Number(left), Number(right)]);
  return [5, 2 + 4 * edges.length, ...edges.flatMap(words32)];
}

function timestamps(value: number, echo: number): readonly number[] {
  return [1, 1, 8, 10, ...words32(value), ...words32(echo)];
}

/** Four bytes, the highest first. */
export function words32(value: number): readonly number[] {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff);
}
