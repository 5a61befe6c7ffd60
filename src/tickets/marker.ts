/** The hidden mark by which a later run finds its own comment: `whyrst:<key>:<state>`. */

const MARK = /whyrst:([\da-f]{16}):([\da-f]{16})/;

/** The mark without any clothing. */
export const markOf = (key: string, state: string): string => `whyrst:${key}:${state}`;

/** As an HTML comment, which Markdown and Textile keep and do not show (CommonMark §4.6). */
export const hiddenMark = (key: string, state: string): string => `<!-- ${markOf(key, state)} -->`;

/** The state in a mark with this key; null when the text holds none. */
export function stateIn(text: string, key: string): string | null {
  const found = MARK.exec(text);
  return found?.[1] === key ? (found[2] ?? null) : null;
}
