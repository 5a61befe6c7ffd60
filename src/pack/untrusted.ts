/** Reads JSON that a stranger may have written: every value is looked at before it is used. */

export type Fields = Readonly<Record<string, unknown>>;

/** The object that a JSON text holds; null: it holds none. */
export function objectIn(bytes: Uint8Array): Fields | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'));
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const isText = (value: unknown): value is string => typeof value === 'string';
export const isTextOrNull = (value: unknown): value is string | null => value === null || isText(value);
export const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
export const isHash = (value: unknown): value is string => isText(value) && /^[0-9a-f]{64}$/.test(value);
export const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';

/** A list each of whose items passes a test. */
export function isListOf<Item>(value: unknown, isItem: (item: unknown) => item is Item): value is readonly Item[] {
  return Array.isArray(value) && value.every(isItem);
}

/** Whether an object has these fields, each of its kind. */
export function has(value: unknown, kinds: Readonly<Record<string, (field: unknown) => boolean>>): value is Fields {
  return isObject(value) && Object.entries(kinds).every(([name, isKind]) => isKind(value[name]));
}

/** One of some words. */
export const oneOf =
  (...words: readonly (string | null)[]) =>
  (value: unknown): boolean =>
    words.includes(value as string | null);
