import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeFolder } from '../../src/cli/output-files.ts';
import { emptyFolder } from './run-cli.ts';

const { folder, remove } = emptyFolder();
afterAll(remove);

describe('the folder for reports', () => {
  it('is made with all that leads to it, and may be there already', () => {
    const deep = join(folder, 'a/b/c');
    makeFolder(deep);
    makeFolder(deep);
    expect(existsSync(deep)).toBe(true);
  });

  it('cannot lie below a file', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    expect(() => makeFolder(join(file, 'x'))).toThrow(/output\/not-writable/);
  });

  it.runIf(existsSync('/proc/self'))('is refused at once by a file system that takes none', () => {
    expect(() => makeFolder('/proc/whyrst/x')).toThrow(/output\/not-writable/);
  });
});
