import type { Surroundings, Terminal } from './terminal.ts';
import type { Texts } from './texts.ts';

/** One run of the command line. */
export interface Session {
  readonly surroundings: Surroundings;
  readonly terminal: Terminal;
  /** Language of messages. */
  readonly language: string;
  readonly texts: Texts;
  /** What the process will say; commands that go on after a failure set it. */
  exitCode: number;
}

/** Options that every command takes, as commander hands them over. */
export interface CommonFlags {
  readonly lang?: string;
  readonly color?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

/** Options of commands that can hide addresses, names and payload. */
export interface RedactionFlags {
  readonly redact?: boolean;
  /** Path of the key. */
  readonly redactKey?: string;
}

/** Options of commands that read a capture. */
export interface CaptureFlags extends CommonFlags, RedactionFlags {
  readonly vantage?: string;
  readonly timeZone?: string;
  readonly filter?: string;
  /** Read several files as one capture; undefined: where their names say so. */
  readonly join?: boolean;
  /** Captures of the same connections, one at each end. */
  readonly client?: string;
  readonly server?: string;
  readonly from?: string;
  readonly to?: string;
}
