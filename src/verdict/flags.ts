/** Flag names in the order of the header's bits, lowest first reversed as Wireshark prints them: RST, ACK … */
const NAMES = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG', 'ECE', 'CWR', 'AE'] as const;
export type FlagName = (typeof NAMES)[number];

export function flagNames(flags: number): FlagName[] {
  return NAMES.filter((_, bit) => (flags & (1 << bit)) !== 0);
}

/** Option names of the JSON contract, one for each OPT_ bit. */
const OPTIONS = ['mss', 'window-scale', 'sack-permitted', 'sack', 'timestamps', 'mptcp', 'md5', 'ao', 'other'] as const;

export function optionNames(options: number): string[] {
  return OPTIONS.filter((_, bit) => (options & (1 << bit)) !== 0);
}
