/** Both texts in one line; once when they are the same. */
export function pair(first: string, second: string): string {
  return first === second ? first : `${first} · ${second}`;
}
