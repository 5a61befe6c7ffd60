/** HTML as text: the only place where strings become markup. */

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that a browser shows as it is, between tags and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

type Attributes = Readonly<Record<string, string | true | undefined>>;

/** An element around finished HTML. Attributes that are undefined are left out; `true` writes the name alone. */
export function tag(name: string, attributes: Attributes, inside: string): string {
  return `${openTag(name, attributes)}${inside}</${name}>`;
}

/** An element without content (HTML Standard §13.1.2, void elements). */
export function openTag(name: string, attributes: Attributes): string {
  const written = Object.entries(attributes).map(([key, value]) => {
    if (value === undefined) return '';
    return value === true ? ` ${key}` : ` ${key}="${escapeHtml(value)}"`;
  });
  return `<${name}${written.join('')}>`;
}
