/** The texts of one language and the layout of the reports. How they are read is injected, so that this also runs in a browser. */
import type {
  CauseText,
  ChecksText,
  CheckText,
  ClaimsText,
  ClaimText,
  CommonText,
  ErrorsText,
  ErrorText,
} from '../model/catalogue.ts';
import { Messages } from './message.ts';

/** Returns the text of a file; paths are relative to the package, with forward slashes: `locales/en/common.json`. */
export type ReadFile = (path: string) => string;
/** Returns the names in a folder. */
export type ListFolder = (folder: string) => readonly string[];

/** Everything one language can say. */
export class Catalogue {
  /** BCP 47 tag, also the name of the folder. */
  readonly tag: string;
  readonly messages: Messages;
  readonly templates: ReadonlyMap<string, string>;
  /** Files of a user that stand in place of templates, by the same names. */
  readonly overrides: ReadonlyMap<string, string>;
  readonly #common: CommonText;
  readonly #errors: ErrorsText;
  readonly #checks: ChecksText;
  readonly #causes: ReadonlyMap<string, CauseText>;
  readonly #read: (path: string) => unknown;
  #claims: ClaimsText | undefined;

  constructor(tag: string, read: ReadFile, list: ListFolder, overrides: ReadonlyMap<string, string> = new Map()) {
    this.overrides = overrides;
    const parse = (path: string): unknown => JSON.parse(read(`locales/${tag}/${path}`));
    this.tag = tag;
    this.messages = new Messages(tag);
    this.#common = parse('common.json') as CommonText;
    this.#errors = parse('errors.json') as ErrorsText;
    this.#checks = parse('checks.json') as ChecksText;
    this.#read = parse;
    this.#causes = new Map(
      idsIn(list(`locales/${tag}/causes`), '.json').map((id) => [id, parse(`causes/${id}.json`) as CauseText]),
    );
    this.templates = new Map(idsIn(list('templates'), '.mustache').map((id) => [id, read(`templates/${id}.mustache`)]));
  }

  /** The message under a dotted key of common.json. */
  common(key: string): string {
    const text = this.#node(key);
    if (typeof text !== 'string') throw new Error(`locales/${this.tag}/common.json has no sentence "${key}"`);
    return text;
  }

  /** Whether common.json has a sentence under this key. */
  has(key: string): boolean {
    return typeof this.#node(key) === 'string';
  }

  /** Names of the entries under a dotted key of common.json, in the order of the file. */
  keysOf(key: string): readonly string[] {
    const node = this.#node(key);
    if (typeof node !== 'object') throw new Error(`locales/${this.tag}/common.json has no group "${key}"`);
    return Object.keys(node);
  }

  /** The texts of a cause, or null when the project only knows its name. */
  cause(id: string): CauseText | null {
    return this.#causes.get(id) ?? null;
  }

  check(id: string): CheckText {
    return own(this.#checks, id, `locales/${this.tag}/checks.json`);
  }

  /** The words of a claim. Few runs ask for them, so they are read then. */
  claim(id: string): ClaimText {
    this.#claims ??= this.#read('claims.json') as ClaimsText;
    return own(this.#claims, id, `locales/${this.tag}/claims.json`);
  }

  error(code: string): ErrorText {
    return own(this.#errors.errors, code, `locales/${this.tag}/errors.json`);
  }

  diagnostic(code: string): string {
    return own(this.#errors.diagnostics, code, `locales/${this.tag}/errors.json`);
  }

  #node(key: string): string | CommonText | undefined {
    let node: string | CommonText | undefined = this.#common;
    for (const name of key.split('.')) {
      if (typeof node !== 'object' || !Object.hasOwn(node, name)) return undefined;
      node = node[name];
    }
    return node;
  }
}

/** Reads all texts of one language. A missing text throws where it is asked for: it is a bug, never a blank in a report. */
export function loadCatalogue(
  read: ReadFile,
  list: ListFolder,
  tag: string,
  overrides?: ReadonlyMap<string, string>,
): Catalogue {
  return new Catalogue(tag, read, list, overrides);
}

function idsIn(names: readonly string[], extension: string): readonly string[] {
  return names
    .filter((name) => name.endsWith(extension))
    .map((name) => name.slice(0, -extension.length))
    .sort();
}

function own<Value>(group: Readonly<Record<string, Value>>, key: string, file: string): Value {
  const value = Object.hasOwn(group, key) ? group[key] : undefined;
  if (value === undefined) throw new Error(`${file} has no text for "${key}"`);
  return value;
}
