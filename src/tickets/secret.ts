/** A token, as each system wants to see it. `user:password` is Basic (RFC 7617), anything else a token of the system. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  get isPair(): boolean {
    return this.#value.includes(':');
  }

  /** The two halves of a pair. */
  get pair(): readonly [user: string, password: string] {
    const colon = this.#value.indexOf(':');
    return [this.#value.slice(0, colon), this.#value.slice(colon + 1)];
  }

  get value(): string {
    return this.#value;
  }

  get basic(): string {
    return `Basic ${Buffer.from(this.#value).toString('base64')}`;
  }

  /** A text in which neither the secret nor its encoded forms are left. */
  scrub(text: string): string {
    const halves = this.isPair ? [this.pair[1]] : [];
    const forms = [this.basic.slice('Basic '.length), this.#value, encodeURIComponent(this.#value), ...halves];
    return forms.reduce((clean, form) => (form === '' ? clean : clean.replaceAll(form, '***')), text);
  }

  /** What a log or JSON gets. */
  toJSON(): string {
    return '***';
  }
}
