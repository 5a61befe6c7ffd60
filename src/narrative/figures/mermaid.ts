/** Ladders as Mermaid sequence diagrams, which GitHub and GitLab draw (mermaid.js.org/syntax/sequenceDiagram.html). */
import type { LadderFigure, LadderRow } from '../../model/figure.ts';
import { visible } from '../../model/visible.ts';

/** What Mermaid would take as syntax, or its host as HTML; written as a numeric entity instead. */
const SYNTAX = /[#;<>"&`{}\\]/g;

/** Text of a participant, message or note. */
function mermaidText(text: string): string {
  return visible(text).replace(SYNTAX, (character) => `#${character.codePointAt(0) ?? 0};`);
}

/** The lines of the diagram. Participants have ids of our own, so that no name can be a keyword. */
export function ladderMermaid({ lifelines, rows }: LadderFigure): readonly string[] {
  const named = lifelines.map(
    ({ role, address }, index) => `    participant p${index + 1} as ${mermaidText(`${role} ${address}`)}`,
  );
  return ['sequenceDiagram', ...named, ...rows.map((row) => `    ${rowLine(row, lifelines.length)}`)];
}

/** A RST ends in a cross: `--x` is a dotted line, so that it stands out without colour. */
function rowLine(row: LadderRow, ends: number): string {
  if (row.kind !== 'segment') return `Note over p1,p${ends}: ${mermaidText(row.label)}`;
  const arrow = row.look === 'reset' || row.look === 'otherReset' ? '--x' : '->>';
  return `p${row.from + 1}${arrow}p${row.to + 1}: ${row.frame} · ${mermaidText(row.label)} (${mermaidText(row.time)})`;
}
