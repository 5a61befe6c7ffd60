/**
 * Mustache, made strict. Everything in a view is Markdown already (sentences of a `Voice`, escaped values), so that a template cannot
 * choose wrongly: tags print as they are. A name that the view does not have throws, as does a partial that does not exist.
 */
import Mustache from 'mustache';
import type { Catalogue } from './catalogue.ts';

/** Looks names up among own properties only, and never prints a missing one as a blank. */
class StrictContext extends Mustache.Context {
  override push(view: unknown): Mustache.Context {
    return new StrictContext(view, this);
  }

  override lookup(name: string): unknown {
    const value: unknown = super.lookup(name);
    if (value === undefined) throw new Error(`a template asks for {{${name}}}, which the report does not have`);
    return value;
  }
}

/** Renders a template of the catalogue. For a format other than Markdown, `quote` is what tags of two braces go through. */
export function renderTemplate(
  { templates }: Catalogue,
  name: string,
  view: object,
  quote: (text: string) => string = String,
): string {
  const partial = (id: string): string => {
    const template = templates.get(id);
    if (template === undefined) throw new Error(`there is no template "${id}"`);
    return template;
  };
  const writer = new Mustache.Writer();
  return writer.render(partial(name), new StrictContext(view), partial, {
    escape: (value: unknown) => quote(String(value)),
  });
}
