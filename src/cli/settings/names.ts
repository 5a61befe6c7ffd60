import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Looked for in the working folder, the first that is there. */
const NAMES = ['whyrst.config.json', 'whyrst.config.yaml', 'whyrst.config.yml'];

/** The file of settings: the one that is named, else the one in the folder; undefined: there is none. */
export function settingsPath(named: string | undefined, folder = '.'): string | undefined {
  return named ?? NAMES.map((name) => join(folder, name)).find((name) => existsSync(name));
}
