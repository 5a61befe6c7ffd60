/** `mermaid figure=<id>`: the figure that may stand in place of the block; `text fallback=<id>`: says the same again. */
const FIGURE_INFO = /(?:^|\s)(figure|fallback)=(\S+)/;

/** What the info string of a fenced block says about figures; null: nothing. */
export function figureMark(info: string | undefined): { readonly id: string; readonly isFallback: boolean } | null {
  const [, kind, id] = FIGURE_INFO.exec(info ?? '') ?? [];
  return id === undefined ? null : { id, isFallback: kind === 'fallback' };
}
