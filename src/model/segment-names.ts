/** Flag names in the order of the bits, lowest first, which is how Wireshark lists them: RST, ACK … */
export const FLAG_NAMES = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG', 'ECE', 'CWR', 'AE'] as const;
export type FlagName = (typeof FLAG_NAMES)[number];

/** Names of the flags that are set. */
export function flagNames(flags: number): FlagName[] {
  return FLAG_NAMES.filter((_, bit) => (flags & (1 << bit)) !== 0);
}

/** Option names of the JSON contract, in the order of the OPT_ bits. */
export const OPTION_NAMES = [
  'mss',
  'window-scale',
  'sack-permitted',
  'sack',
  'timestamps',
  'mptcp',
  'md5',
  'ao',
  'other',
] as const;

/** Names of the TCP options that are present. */
export function optionNames(options: number): string[] {
  return OPTION_NAMES.filter((_, bit) => (options & (1 << bit)) !== 0);
}
