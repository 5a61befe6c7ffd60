/** Reads answers of servers, which are strangers: a field that is not there or of another type is nothing, never an exception. */

/** The value under a path of names. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  let node = value;
  for (const name of path) {
    node = typeof node === 'object' && node !== null && Object.hasOwn(node, name) ? Reflect.get(node, name) : undefined;
  }
  return node;
}

export function textAt(value: unknown, ...path: readonly string[]): string {
  const found = at(value, ...path);
  return typeof found === 'string' ? found : '';
}

/** A number, also one that is written as text; NaN when there is none. */
export function numberAt(value: unknown, ...path: readonly string[]): number {
  const found = at(value, ...path);
  return typeof found === 'number' || (typeof found === 'string' && found !== '') ? Number(found) : Number.NaN;
}

export function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** JSON, or undefined. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
