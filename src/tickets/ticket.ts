/** What is handed to a ticket system, and what comes back. Each system is one file that makes a {@link Ticket}. */

/** A file that goes with the comment. */
export interface TicketFile {
  readonly name: string;
  /** Media type. */
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** One comment with its files, before it takes the markup of a system. */
export interface Post {
  /** Tells this comment from others: the same capture has the same key. 16 hexadecimal digits. */
  readonly key: string;
  /** Changes when comment or files change. 16 hexadecimal digits. */
  readonly state: string;
  /** Changes when the findings change. 16 hexadecimal digits. */
  readonly findings: string;
  /** One line of plain text. */
  readonly title: string;
  readonly markdown: string;
  /** What is said, in Markdown, where an earlier comment cannot be edited. */
  readonly followUp: string;
  /** Follows a comment that was cut to the limit of the system. */
  readonly cutNotice: string;
  readonly files: readonly TicketFile[];
}

/** A file that did not reach the ticket. */
export interface LeftFile {
  readonly name: string;
  readonly reason: 'too-large' | 'refused' | 'not-taken';
}

export interface Posted {
  /** `arrived`: an earlier attempt did it, whose answer was lost. */
  readonly action: 'created' | 'updated' | 'unchanged' | 'followed' | 'arrived';
  readonly left: readonly LeftFile[];
}

export interface Ticket {
  /** Whether a failed attempt may be repeated as a whole: the system can be asked what arrived. */
  readonly isRepeatable: boolean;
  readonly post: (post: Post) => Promise<Posted>;
}

/** Which ticket of which system. */
export interface Target {
  readonly system: SystemName;
  /** `123`, `group/project#12`, `KEY-1`; of a webhook its address. */
  readonly ticket: string;
}

export const systemNames = ['redmine', 'rt', 'gitlab', 'github', 'jira', 'webhook', 'text'] as const;
export type SystemName = (typeof systemNames)[number];

/** What a ticket name looks like in each system. */
const TICKET: Readonly<Record<SystemName, RegExp>> = {
  redmine: /^[1-9]\d{0,9}$/,
  rt: /^[1-9]\d{0,9}$/,
  gitlab: /^[\w.-]+(?:\/[\w.-]+)+#[1-9]\d{0,9}$/,
  github: /^[\w.-]+\/[\w.-]+#[1-9]\d{0,9}$/,
  jira: /^[A-Z][A-Z\d_]*-[1-9]\d{0,9}$/i,
  webhook: /^(?:https?:\/\/\S+)?$/,
  text: /^$/,
};

/** Reads `system:ticket`; null when there is no such system or ticket name. */
export function parseTarget(text: string): Target | null {
  const colon = text.indexOf(':');
  const name = colon < 0 ? text : text.slice(0, colon);
  const ticket = colon < 0 ? '' : text.slice(colon + 1);
  const system = systemNames.find((each) => each === name);
  return system !== undefined && TICKET[system].test(ticket) ? { system, ticket } : null;
}
