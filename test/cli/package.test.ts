/** The package as users get it: packed, installed with its dependencies alone, run by its name and imported by its name. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { version } from '../../src/version.ts';
import { demo, emptyFolder, root } from './run-cli.ts';

/** Whether the registry answers; without it there are no dependencies to install. */
const isOnline = spawnSync('npm', ['ping'], { cwd: root, timeout: 10_000 }).status === 0 || canView();

/** Some registries know packages and no ping. */
function canView(): boolean {
  return spawnSync('npm', ['view', 'commander@14.0.3', 'version'], { cwd: root, timeout: 20_000 }).status === 0;
}

const { folder, remove } = emptyFolder();
afterAll(remove);
const home = join(folder, 'user');
const name = 'whyrst';
const whyrst = join(home, 'node_modules/.bin', name);

describe.skipIf(!isOnline)('the package (skipped when the registry cannot be reached)', () => {
  beforeAll(() => {
    execFileSync(process.execPath, [join(root, 'scripts/build.mjs')], { cwd: root });
    execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: root, stdio: 'pipe' });
    mkdirSync(home);
    writeFileSync(join(home, 'package.json'), '{ "name": "user", "private": true, "type": "module" }');
    cpSync(join(root, '.npmrc'), join(home, '.npmrc'));
    const tarball = join(folder, `whyrst-${version}.tgz`);
    execFileSync('npm', ['install', '--omit=dev', '--ignore-scripts', '--prefer-offline', tarball], {
      cwd: home,
      stdio: 'pipe',
    });
  }, 180_000);

  it('runs by its name and writes the reports', () => {
    const out = join(home, 'out');
    const { status, stdout } = spawnSync(whyrst, ['report', demo, '-o', out], { cwd: home, encoding: 'utf8' });
    expect(status).toBe(0);
    expect(stdout).not.toBe('');
    expect(readdirSync(out)).toHaveLength(5);
  });

  it('runs with npx', () => {
    // Without the settings of an npm that runs these tests.
    const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => !key.startsWith('npm_')));
    const printed = execFileSync('npx', ['--no-install', name, '--version'], { cwd: home, encoding: 'utf8', env });
    expect(printed.trim()).toBe(version);
  });

  it('is a library as well', () => {
    const code = `import { analyze, toJson, toMarkdown } from 'whyrst';
      const analysis = await analyze(process.argv[1]);
      console.log(JSON.parse([...toJson(analysis)].join('')).resets.length, toMarkdown(analysis, { language: 'en' }).length > 1000);`;
    const argv = ['--input-type=module', '-e', code, demo];
    expect(execFileSync(process.execPath, argv, { cwd: home, encoding: 'utf8' }).trim()).toBe('1 true');
  });

  it('holds the demo capture and the licences of the fonts, and neither tests nor sources', () => {
    const listed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: root,
      encoding: 'utf8',
    });
    const [{ files }] = JSON.parse(listed) as [{ files: { path: string }[] }];
    const paths = files.map(({ path }) => path);
    expect(paths).toContain('samples/demo/capture.pcap');
    expect(paths).toContain('dist/cli/main.js');
    expect(paths.filter((path) => /LICENSE/.test(path)).length).toBeGreaterThan(3);
    expect(paths.filter((path) => /^(src|test|scripts|\.ci|node_modules)\/|\.map$|(?<!\.d)\.ts$/.test(path))).toEqual(
      [],
    );
  });
});
