/** Settings, brand, templates and languages of a user: taken as they are meant, or refused with file and key. */
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contrastOnWhite } from '../../src/cli/settings/contrast.ts';
import { languageOfMessages } from '../../src/cli/texts.ts';
import { cli, demo, emptyFolder, root } from './run-cli.ts';

let folder: string;
let remove: () => void;
beforeEach(() => {
  ({ folder, remove } = emptyFolder());
});
afterEach(() => remove());

const put = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const read = (name: string): string => readFileSync(join(folder, 'out', name), 'utf8');
const report = (...flags: readonly string[]) =>
  cli(['report', demo, '-o', join(folder, 'out'), '--format', 'md', '-q', ...flags]);
const config = (settings: object) => ['--config', put('c.json', JSON.stringify(settings))];
const brand = (settings: object) => ['--brand', put('brand.yaml', JSON.stringify(settings))];

/** A PNG of one grey pixel, told to be of this size. */
function png(width = 1, height = 1): Uint8Array {
  const chunk = (type: string, data: Uint8Array): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  const pixels = deflateSync(Buffer.from([0, 128]));
  const chunks = [chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...chunks]);
}

describe('--config', () => {
  it('stands in for flags, which win', async () => {
    const flags = config({ lang: ['zh'], comment: true, brand: { customer: 'Initech' } });
    expect((await report(...flags)).code).toBe(0);
    expect(readdirSync(join(folder, 'out')).sort()).toEqual([
      'capture.whyrst.comment.zh-CN.md',
      'capture.whyrst.zh-CN.md',
    ]);
    expect(read('capture.whyrst.zh-CN.md')).toContain('客户：Initech');
    expect((await report(...flags, '--lang', 'en')).code).toBe(0);
    expect(read('capture.whyrst.en.md')).toContain('For: Initech');
  });

  it('is asked for the language after WHYRST_LANG', async () => {
    const flags = ['report', demo, '-o', join(folder, 'out'), '--format', 'md', ...config({ lang: 'zh' })];
    await cli(flags, { env: { WHYRST_LANG: 'en' } });
    expect(readdirSync(join(folder, 'out'))).toEqual(['capture.whyrst.en.md']);
  });

  it('sets the language of messages, between WHYRST_LANG and the locale', async () => {
    const flags = [...config({ lang: ['xx', 'zh'] })];
    const stderrOf = async (env: Readonly<Record<string, string>>, ...more: readonly string[]): Promise<string> =>
      (await cli(['report', join(folder, 'none.pcap'), '-o', folder, ...flags, ...more], { env })).stderr;
    expect(await stderrOf({ LANG: 'en_GB.UTF-8' })).toContain('建议：');
    expect(await stderrOf({ WHYRST_LANG: 'en' })).not.toContain('建议：');
    expect(await stderrOf({}, '--lang', 'en')).not.toContain('建议：');
  });

  it('is found in the working folder, and passed over where it cannot be read', async () => {
    const languageIn = (): Promise<string> => languageOfMessages([], { LANG: 'en_GB.UTF-8' }, folder);
    expect(await languageIn()).toBe('en');
    put('whyrst.config.yaml', 'lang: zh,en');
    expect(await languageIn()).toBe('zh-CN');
    for (const text of ['{', 'lang: {}', '7', '']) {
      put('whyrst.config.yaml', text);
      expect(await languageIn()).toBe('en');
    }
  });

  it.each([
    [{ custommer: 'x' }, 'custommer', 'comment'],
    [{ brand: { custommer: 'x' } }, 'brand.custommer', 'brand.customer'],
    [{ brand: { colours: { acent: '#000000' } } }, 'brand.colours.acent', 'brand.colours.accent'],
  ])('names file, key and nearest of %j', async (settings, key, near) => {
    const { code, stderr } = await report(...config(settings));
    expect(code).toBe(2);
    for (const part of [join(folder, 'c.json'), key, near]) expect(stderr.replaceAll('\n', ' ')).toContain(part);
  });

  it.each([{ letter: 'yes' }, { lang: {} }, { brand: 7 }, { brand: { company: '' } }])(
    'refuses %j',
    async (settings) => {
      expect((await report(...config(settings))).code).toBe(2);
    },
  );

  it.each(['{', 'a: 1\na: 2', '[]', 'a: &x [1]\nb: *x', ''.padEnd(70_000, '#')])(
    'refuses the text %.20j',
    async (text) => {
      expect((await report('--config', put('c.yaml', text))).code).toBe(2);
    },
  );
});

describe('--brand', () => {
  it('is stated in every document, with its markup made harmless', async () => {
    const facts = { company: 'ACME <b>', case: 4711, classification: '*secret*', footer: 'page foot', logo: 'l.png' };
    put('l.png', png());
    expect((await report(...brand(facts), '--format', 'md,html,pdf', '--lang', 'en', '--letter')).code).toBe(0);
    for (const name of ['capture.whyrst.en.md', 'capture.whyrst.letter.en.md']) {
      expect(read(name)).toContain('Prepared by: ACME &lt;b&gt; · Case: 4711 · Classification: \\*secret\\*');
    }
    const html = read('capture.whyrst.en.html');
    expect(html).toContain('<footer class="foot">*secret* · page foot</footer>');
    expect(html).toMatch(/<img class="logo" src="data:image\/png;base64,[^"]+" alt="ACME &lt;b&gt;">/);
    expect(readFileSync(join(folder, 'out/capture.whyrst.en.pdf')).toString('latin1')).toContain('/Subtype /Image');
  });

  it('colours the page', async () => {
    await report(...brand({ colours: { accent: '#7a1f4d' } }), '--format', 'html', '--lang', 'en');
    expect(read('capture.whyrst.en.html')).toContain('--accent: #7a1f4d;');
  });

  it('refuses a colour that is hard to read, and one that is none', async () => {
    const pale = await report(...brand({ colours: { accent: '#ffcc00' } }));
    expect([pale.code, pale.stderr]).toEqual([2, expect.stringContaining('4.5:1')]);
    expect((await report(...brand({ colours: { heading: 'red' } }))).code).toBe(2);
  });

  it('knows the contrast of black, white and the grey on the edge', () => {
    expect(contrastOnWhite('#000000')).toBeCloseTo(21, 5);
    expect(contrastOnWhite('#ffffff')).toBeCloseTo(1, 5);
    expect(contrastOnWhite('#767676')).toBeGreaterThan(4.5);
    expect(contrastOnWhite('#777777')).toBeLessThan(4.5);
  });

  const svg = (inside: string): string => `<svg viewBox="0 0 9 9" xmlns="http://www.w3.org/2000/svg">${inside}</svg>`;

  it('takes an SVG of paths', async () => {
    put('l.svg', svg('<g fill="#123456"><path d="M0 0L9 9"/></g>'));
    expect((await report(...brand({ logo: 'l.svg' }), '--format', 'pdf,html', '--lang', 'en')).code).toBe(0);
  });

  it.each([
    svg('<script>1</script>'),
    svg('<image href="/etc/passwd"/>'),
    svg('<rect onload="x()"/>'),
    svg('<rect fill="url(http://x/)"/>'),
    svg('<text>a</text>'),
    svg('<use xlink:href="#a"/>'),
    svg('<g>'),
    `<!DOCTYPE svg [<!ENTITY a "b">]>${svg('')}`,
    'GIF89a',
  ])('refuses the logo %s', async (text) => {
    put('l.svg', text);
    const { code, stderr } = await report(...brand({ logo: 'l.svg' }));
    expect([code, stderr]).toEqual([2, expect.stringContaining('l.svg')]);
  });

  it.each([
    ['a huge one', png(5000, 5000)],
    ['one whose pixels are missing', png(20, 20)],
    ['one that is cut', png().subarray(0, 50)],
    ['one with a wrong checksum', Buffer.from(png()).fill(1, 20, 21)],
  ])('refuses as logo %s', async (_, bytes) => {
    put('l.png', bytes);
    expect((await report(...brand({ logo: 'l.png' }))).code).toBe(2);
  });
});

describe('--templates', () => {
  const withTemplate = (name: string, text: string) => {
    mkdirSync(join(folder, 't'));
    put(`t/${name}`, text);
    return report('--lang', 'en', '--templates', join(folder, 't'));
  };

  it('replaces one template and leaves the others', async () => {
    expect((await withTemplate('part-limits.mustache', '## Mine: {{t.limits}}')).code).toBe(0);
    expect(read('capture.whyrst.en.md')).toContain('## Mine: What this capture cannot show');
    expect(read('capture.whyrst.en.md')).toContain('## Timeline');
  });

  it.each([
    ['part-limits.mustache', 'one\ntwo {{nothing}}', 2],
    ['part-limits.mustache', 'one\n\n{{#limits.blind}}\n- {{nothing}}\n{{/limits.blind}}', 4],
    ['part-limits.mustache', 'one\n{{>nothing}}', 2],
    ['part-limits.mustache', '\n\n{{#limits}}', 3],
    ['report.mustache', '{{title}}\n{{>part-limits}}\n{{nothing}}', 3],
  ])('names %s and the line of what fails in %j', async (name, text, line) => {
    const { code, stderr } = await withTemplate(name, text);
    expect(code).toBe(2);
    expect(stderr).toContain(join(folder, 't', name));
    expect(stderr).toContain(`line ${line}:`);
  });

  it('refuses a name that nobody asks for', async () => {
    const { code, stderr } = await withTemplate('part-limit.mustache', 'x');
    expect([code, stderr]).toEqual([2, expect.stringContaining('part-limits.mustache')]);
  });
});

describe('--locales', () => {
  const added = (): string => {
    cpSync(join(root, 'locales/en'), join(folder, 'words/fr'), { recursive: true });
    return join(folder, 'words/fr/common.json');
  };

  it('makes a report in a third language out of a folder of its sentences alone', async () => {
    const path = added();
    writeFileSync(path, readFileSync(path, 'utf8').replace('"timeline": "Timeline"', '"timeline": "Chronologie"'));
    const { code } = await report('--locales', join(folder, 'words'), '--lang', 'fr', '--format', 'md,pdf,html');
    expect(code).toBe(0);
    expect(readdirSync(join(folder, 'out')).sort()).toEqual(
      ['html', 'md', 'pdf'].map((kind) => `capture.whyrst.fr.${kind}`),
    );
    expect(read('capture.whyrst.fr.md')).toContain('## Chronologie');
    expect(read('capture.whyrst.fr.html')).toContain('<html lang="fr">');
  });

  it('names the sentence that is missing', async () => {
    const path = added();
    writeFileSync(path, readFileSync(path, 'utf8').replace('"timeline": "Timeline",', ''));
    const { code, stderr } = await report('--locales', join(folder, 'words'), '--lang', 'fr');
    expect(code).toBe(2);
    expect(stderr.replaceAll('\n', ' ')).toContain('report.timeline');
    expect(stderr).toContain(path);
  });
});
