import type { FactShape, Facts } from './reading.ts';

/** Every way the input or the surroundings can stop us, and what the message may quote. Texts and hints: locales/<tag>/errors.json. */
export const errorFacts = {
  'capture/not-found': { path: 'text' },
  'capture/unreadable': { path: 'text', reason: 'text' },
  'capture/is-directory': { path: 'text' },
  /** A pipe among captures that are to be joined. */
  'capture/not-a-file': { path: 'text' },
  'capture/empty': { path: 'text' },
  'capture/unknown-format': { path: 'text', magic: 'text' },
  /** A capture of a bus (USB, Bluetooth, CAN ...): there can be no TCP in it. */
  'capture/no-network': { path: 'text', bus: 'text' },
  /** Printed lines, of which no capture can be made: it would show fields that nobody has seen. */
  'capture/printed': { path: 'text' },
  /** A capture that is read a second time is not the one that was analysed. */
  'capture/changed': { path: 'text' },
  /** Printed lines of which none says all that is needed. */
  'capture/unreadable-lines': { path: 'text', lines: 'count' },
  'capture/bad-header': { path: 'text', offset: 'field', reason: 'text' },
  'output/not-writable': { path: 'text', reason: 'text' },
  'output/pack-too-large': { bytes: 'bytes' },
  /** No zip that whyrst wrote, or one without a manifest. */
  'pack/unreadable': { path: 'text' },
  'pack/too-large': { path: 'text', bound: 'bytes' },
  'usage/unknown-language': { value: 'text', known: 'text' },
  /** A document in two languages was asked for with one, or with three. */
  'usage/not-a-pair': { value: 'text', known: 'text' },
  'usage/unknown-format': { value: 'text', known: 'text' },
  'usage/unknown-section': { value: 'text', known: 'text' },
  'usage/unknown-vantage': { value: 'text', known: 'text' },
  'usage/unknown-time-zone': { value: 'text' },
  /** Mustache's own words in `reason`. */
  'usage/bad-template': { path: 'text', line: 'field', reason: 'text' },
  'usage/unknown-template': { path: 'text', near: 'text' },
  /** A language that lacks a sentence. */
  'usage/bad-locale': { path: 'text', key: 'text' },
  'usage/bad-settings-file': { path: 'text', reason: 'text' },
  'usage/unknown-setting': { path: 'text', key: 'text', near: 'text' },
  'usage/bad-setting': { path: 'text', key: 'text', value: 'text', known: 'text' },
  /** A baseline that is no analysis; the place in it. */
  'usage/bad-baseline': { path: 'text', reason: 'text' },
  /** A baseline whose addresses are hidden under another key, or not at all. */
  'usage/other-key': { path: 'text' },
  /** A file of rules: YAML's own words in `reason`. */
  'usage/bad-ignore-file': { path: 'text', line: 'field', reason: 'text' },
  'usage/unknown-rule-key': { path: 'text', line: 'field', key: 'text', near: 'text' },
  'usage/bad-rule': { path: 'text', line: 'field', key: 'text', value: 'text', known: 'text' },
  'usage/incomplete-rule': { path: 'text', line: 'field', lacks: 'text' },
  'usage/bad-fail-on': { value: 'text', known: 'text' },
  'usage/bad-logo': { path: 'text', reason: 'text' },
  /** A colour that is hard to read on white; the ratio is that of WCAG 2.2 §1.4.3. */
  'usage/low-contrast': { path: 'text', key: 'text', value: 'text', ratio: 'text', needed: 'text' },
  'usage/bad-date': { value: 'text' },
  /** Columns count from 1; the word is empty at the end of the filter. */
  'usage/bad-filter': { filter: 'text', column: 'field', word: 'text' },
  'usage/bad-time': { option: 'text', value: 'text' },
  'usage/unknown-frame': { frame: 'field', known: 'text' },
  'usage/frame-not-reset': { frame: 'field', known: 'text' },
  'usage/unknown-cause': { value: 'text', near: 'text' },
  'usage/unknown-claim': { value: 'text', near: 'text' },
  'usage/option-needs': { option: 'text', needs: 'text' },
  'usage/unknown-option': { value: 'text', near: 'text' },
  'usage/unknown-command': { value: 'text', near: 'text' },
  'usage/missing-argument': { value: 'text' },
  /** The file of a redaction key cannot be read or holds none. */
  'usage/bad-key': { path: 'text', reason: 'text' },
  'usage/bad-value': { option: 'text', value: 'text' },
  'usage/too-many-arguments': { value: 'text' },
  'usage/unknown-ticket': { value: 'text', known: 'text' },
  /** `variable`: of the environment. */
  'usage/no-address': { system: 'text', variable: 'text' },
  'usage/no-token': { system: 'text', variable: 'text' },
  'usage/bad-token': { system: 'text' },
  /** A token would travel unencrypted. */
  'usage/plain-http': { host: 'text' },
  /** The environment switches the checking of certificates off. */
  'usage/unverified-tls': {},
  'usage/bad-body': {},
  /** What reads a capture twice was asked of a pipe. */
  'usage/not-a-file': { option: 'text', path: 'text' },
  'usage/unreadable-file': { path: 'text', reason: 'text' },
  'ticket/unreachable': { host: 'text', reason: 'text' },
  'ticket/slow': { host: 'text', seconds: 'field' },
  /** `reason`: the server's own words, or empty. */
  'ticket/unauthorized': { host: 'text', ticket: 'text', status: 'field', reason: 'text' },
  'ticket/forbidden': { host: 'text', ticket: 'text', status: 'field', reason: 'text' },
  'ticket/not-found': { host: 'text', ticket: 'text', status: 'field', reason: 'text' },
  'ticket/too-large': { host: 'text', ticket: 'text', status: 'field', reason: 'text' },
  'ticket/refused': { host: 'text', ticket: 'text', status: 'field', reason: 'text' },
  /** The server agreed and stored nothing. */
  'ticket/not-stored': { host: 'text', ticket: 'text' },
} as const satisfies Record<string, FactShape>;

export type ErrorCode = keyof typeof errorFacts;

/** A failure the user can act on. Anything else that is thrown is a bug of ours. */
export class WhyrstError<Code extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'WhyrstError';
  readonly code: Code;
  readonly facts: Facts<(typeof errorFacts)[Code]>;

  constructor(code: Code, facts: Facts<(typeof errorFacts)[Code]>, options?: ErrorOptions) {
    super(`${code} ${JSON.stringify(facts)}`, options);
    this.code = code;
    this.facts = facts;
  }
}

/** The code of a failure that the user can act on; null for anything else that was thrown. */
export const codeOf = (error: unknown): ErrorCode | null =>
  error instanceof WhyrstError ? (error as WhyrstError).code : null;
