/**
 * Finds the language a user asked for among those there are: `zh`, `zh_CN.UTF-8` and `zh-Hans-CN` all mean zh-CN (RFC 4647 §3.4,
 * lookup). null: none fits.
 */
export function matchLanguage(wanted: string, available: readonly string[]): string | null {
  const subtags = wanted
    .replace(/[.@].*$/, '')
    .replaceAll('_', '-')
    .toLowerCase()
    .split('-');
  const exact = available.find((tag) => tag.toLowerCase() === subtags.join('-'));
  if (exact !== undefined) return exact;
  return available.find((tag) => tag.toLowerCase().split('-')[0] === subtags[0]) ?? null;
}
