/** The scenarios of the lab: one file each in scenarios/. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Scenario } from './scenario.ts';

const FOLDER = fileURLToPath(new URL('scenarios', import.meta.url));

export interface Named {
  readonly name: string;
  readonly scenario: Scenario;
  /** The comment above the scenario, in one line. */
  readonly description: string;
}

/** All scenarios by name. */
export async function loadScenarios(): Promise<Named[]> {
  const names = readdirSync(FOLDER).map((file) => basename(file, '.ts'));
  return Promise.all(
    names.sort().map(async (name) => {
      const file = join(FOLDER, `${name}.ts`);
      const { scenario } = (await import(file)) as { scenario: Scenario };
      return { name, scenario, description: describe(readFileSync(file, 'utf8')) };
    }),
  );
}

/** The text of the comment that stands right above `export const scenario`. */
export function describe(source: string): string {
  const before = source.slice(0, source.indexOf('export const scenario'));
  const comment = before.slice(before.lastIndexOf('/**')).replace(/^\/\*\*|\*\/\s*$/g, '');
  return comment
    .replace(/\n\s*\*/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** One line for each scenario: name, description. */
export function describeScenarios(all: readonly Named[]): string {
  const width = Math.max(...all.map(({ name }) => name.length));
  return all.map(({ name, description }) => `${name.padEnd(width)}  ${description}`).join('\n');
}
