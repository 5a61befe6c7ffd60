/**
 * Mustache, made strict. Everything in a view is Markdown already (sentences of a `Voice`, escaped values), so that a template cannot
 * choose wrongly: tags print as they are. A name that the view does not have throws, as does a partial that does not exist; the error
 * names the template and the line.
 */
import Mustache from 'mustache';
import { WhyrstError } from '../model/errors.ts';
import type { Catalogue } from './catalogue.ts';

/** Looks names up among own properties only, and never prints a missing one as a blank. */
class StrictContext extends Mustache.Context {
  override push(view: unknown): Mustache.Context {
    return new StrictContext(view, this);
  }

  override lookup(name: string): unknown {
    const value: unknown = super.lookup(name);
    if (value === undefined) throw new Error(`{{${name}}}?`);
    return value;
  }
}

type Token = readonly [type: string, name: string, start: number, ...more: unknown[]];

/** A writer that knows where it is: when it throws, `template` and `line` say where. */
class PlacedWriter extends Mustache.Writer {
  template: string;
  line = 1;
  #text = '';

  constructor(template: string) {
    super();
    this.template = template;
  }

  override parse(template: string, tags?: Parameters<Mustache.Writer['parse']>[1]) {
    try {
      return super.parse(template, tags) as unknown;
    } catch (error) {
      // "Unclosed section "x" at 120": mustache.js ends each of these messages with the offset.
      this.line = lineAt(template, Number(/at (\d+)$/.exec((error as Error).message)?.[1] ?? 0));
      throw error;
    }
  }

  // Called by mustache.js for each token that asks for something.
  override renderTokens(...[tokens, context, partials, text, config]: Parameters<Mustache.Writer['renderTokens']>) {
    const outer = this.#text;
    this.#text = text ?? outer;
    let printed = '';
    for (const token of tokens as unknown as readonly Token[])
      printed += this.#renderToken(token, [context, partials, config]);
    this.#text = outer;
    return printed;
  }

  #renderToken(token: Token, [context, partials, config]: readonly [Mustache.Context, unknown, unknown]): string {
    const [type, , start] = token;
    if (type !== 'text') this.line = lineAt(this.#text, start);
    const outer = this.template;
    const render = super.renderTokens.bind(this) as (...given: readonly unknown[]) => string;
    const printed = render([token], context, partials, this.#text, config);
    this.template = outer;
    return printed;
  }
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** Renders a template of the catalogue. For a format other than Markdown, `quote` is what tags of two braces go through. */
export function renderTemplate(
  { templates, overrides }: Catalogue,
  name: string,
  view: object,
  quote: (text: string) => string = String,
): string {
  const writer = new PlacedWriter(name);
  const partial = (id: string): string => {
    const template = templates.get(id);
    if (template === undefined) throw new Error(`{{>${id}}}?`);
    writer.template = id;
    return template;
  };
  try {
    return writer.render(partial(name), new StrictContext(view), partial, {
      escape: (value: unknown) => quote(String(value)),
    });
  } catch (error) {
    const path = overrides.get(writer.template) ?? `templates/${writer.template}.mustache`;
    const reason = (error as Error).message;
    // A template of ours that fails by itself is a bug; among those of a user it may be theirs.
    if (overrides.size === 0) throw new Error(`${path}:${writer.line}: ${reason}`, { cause: error });
    throw new WhyrstError('usage/bad-template', { path, line: writer.line, reason }, { cause: error });
  }
}
