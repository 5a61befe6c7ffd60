/** Both languages say everything, with the same facts; nothing is said that nobody asks for. */
import { readdirSync, readFileSync } from 'node:fs';
import { Marked } from 'marked';
import { describe, expect, it } from 'vitest';
import { causes } from '../src/causes/index.ts';
import type { CauseText, ChecksText, CommonText, ErrorsText } from '../src/model/catalogue.ts';
import { causeIds } from '../src/model/cause-ids.ts';
import { diagnosticFacts } from '../src/model/diagnostic.ts';
import { errorFacts } from '../src/model/errors.ts';
import type { FactShape } from '../src/model/reading.ts';
import {
  blindSpots,
  commonFacts,
  fieldReasons,
  limits,
  momentFacts,
  moments,
  nextCaptures,
  stepTable,
  terms,
  vantageBases,
} from '../src/model/story-keys.ts';
import { availableLanguages } from '../src/narrative/catalogue-files.ts';
import { commandNames } from '../src/narrative/command.ts';
import { parties } from '../src/narrative/story/subject.ts';
import { argumentsOf, flatten, literalsOf } from './support/sentences.ts';

const root = new URL('../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const json = (path: string): unknown => JSON.parse(read(path));
const idsIn = (folder: string, extension: string): string[] =>
  readdirSync(new URL(folder, root))
    .filter((name) => name.endsWith(extension) && name !== `index${extension}`)
    .map((name) => name.slice(0, -extension.length))
    .sort();

const tags = availableLanguages();
const reference = 'en';
const common = (tag: string): ReadonlyMap<string, string> => flatten(json(`locales/${tag}/common.json`) as CommonText);
const errors = (tag: string): ErrorsText => json(`locales/${tag}/errors.json`) as ErrorsText;
const checks = (tag: string): ChecksText => json(`locales/${tag}/checks.json`) as ChecksText;
const causeText = (tag: string, id: string): CauseText => json(`locales/${tag}/causes/${id}.json`) as CauseText;
const group = (tag: string, name: string): readonly string[] =>
  Object.keys((json(`locales/${tag}/common.json`) as Record<string, object>)[name] ?? {}).sort();

/** Every sentence of a language that may quote facts, with the file it is in. Commands are no sentences. */
function sentences(tag: string): [string, string][] {
  const files: [string, unknown][] = [
    ['common', json(`locales/${tag}/common.json`)],
    ['errors', errors(tag)],
    ['checks', checks(tag)],
    ...idsIn(`locales/${tag}/causes/`, '.json').map((id): [string, unknown] => [id, causeText(tag, id)]),
  ];
  return files.flatMap(([file, content]) =>
    [...flatten(content)]
      .filter(([key]) => !key.endsWith('.command'))
      .map(([key, text]): [string, string] => [`${file}: ${key}`, text]),
  );
}

/** Facts that a sentence of common.json may quote beside the common ones. */
const shapes = new Map<string, FactShape>([
  ...Object.entries(stepTable).map(([key, { facts }]): [string, FactShape] => [`steps.${key}`, facts]),
  ...Object.entries(fieldReasons).flatMap(([field, reasons]) =>
    Object.entries(reasons as Record<string, FactShape>).flatMap(([reason, facts]): [string, FactShape][] => [
      [`fields.${field}.${reason}.expected`, { ...facts, value: 'text' }],
      [`fields.${field}.${reason}.judged`, { ...facts, value: 'text' }],
    ]),
  ),
  ...moments.map((key): [string, FactShape] => [`moments.${key}`, momentFacts]),
  ...limits.map((key): [string, FactShape] => [`limits.${key}`, { sureness: 'text' }]),
  ...Object.entries(blindSpots).map(([key, facts]): [string, FactShape] => [`blind.${key}`, facts]),
  ...nextCaptures.map((key): [string, FactShape] => [`nextCaptures.${key}.action`, {}]),
  ...terms.map((key): [string, FactShape] => [`terms.${key}`, {}]),
  ...Object.entries(vantageBases).map(([key, facts]): [string, FactShape] => [
    `vantages.${key}`,
    { ...facts, place: 'text', confidence: 'text' },
  ]),
]);

const quotable = (shape: FactShape): string[] => [...Object.keys(shape), ...Object.keys(commonFacts)];

describe.each(tags)('locales/%s', (tag) => {
  const texts = common(tag);

  it('has the keys of the other languages, with the same arguments', () => {
    const others = common(reference);
    expect([...texts.keys()].sort()).toEqual([...others.keys()].sort());
    for (const [key, text] of texts) {
      if (key.endsWith('.command')) expect(text, key).toBe(others.get(key));
      else expect(argumentsOf(text, tag), key).toEqual(argumentsOf(others.get(key) ?? '', reference));
    }
  });

  it('has a sentence for everything that can be said, quoting only its facts', () => {
    for (const [key, shape] of shapes) {
      const text = texts.get(key);
      expect(text, key).toBeDefined();
      expect(quotable(shape), key).toEqual(expect.arrayContaining([...argumentsOf(text ?? '', tag)]));
    }
  });

  it.each(['steps', 'fields', 'moments', 'limits', 'blind', 'nextCaptures', 'terms', 'vantages'])(
    'has no orphan in %s',
    (name) => {
      const keys = [...texts.keys()].filter((key) => key.startsWith(`${name}.`) && !key.endsWith('.command'));
      expect(keys.filter((key) => !shapes.has(key))).toEqual([]);
    },
  );

  it.each([
    ['confidence', ['likely', 'possible', 'proven', 'undetermined']],
    ['origins', ['endpoint', 'endpoint-firewall', 'middlebox', 'unknown']],
    ['builders', ['foreign', 'live-socket', 'packet-filter', 'stateless-reply', 'unknown']],
    ['stacks', ['bsd', 'linux', 'lwip', 'unknown', 'windows']],
    ['impacts', ['benign', 'disruptive', 'probe', 'unknown']],
    ['phases', ['closed', 'closing', 'established', 'handshake', 'orphan']],
    ['places', ['client', 'middle', 'server', 'unknown']],
    ['endings', ['closed', 'half-closed', 'open', 'refused', 'reset', 'silent', 'unanswered']],
    ['parties', [...parties].sort()],
    ['judgements', ['fits', 'neutral', 'odd', 'unseen']],
    ['fieldNames', Object.keys(fieldReasons).sort()],
  ])('names every word of %s', (name, keys) => {
    expect(group(tag, name)).toEqual(keys);
  });

  it('names every cause that has no file, and nothing that is no cause', () => {
    const diagnosed = idsIn('src/causes/', '.ts');
    const named = group(tag, 'lookAlikes');
    expect(causeIds.filter((id) => !diagnosed.includes(id) && !named.includes(id))).toEqual([]);
    expect(named.filter((id) => !(causeIds as readonly string[]).includes(id))).toEqual([]);
  });

  it('has a message and a hint for every error, and no other', () => {
    const { errors: found } = errors(tag);
    expect(Object.keys(found).sort()).toEqual(Object.keys(errorFacts).sort());
    for (const [code, shape] of Object.entries(errorFacts)) {
      const text = found[code];
      const used = [...argumentsOf(text?.message ?? '', tag), ...argumentsOf(text?.hint ?? '', tag)];
      expect(Object.keys(shape), code).toEqual(expect.arrayContaining(used));
      expect(text?.hint, code).not.toBe('');
    }
  });

  it('has a sentence for every diagnostic, and no other', () => {
    const { diagnostics } = errors(tag);
    expect(Object.keys(diagnostics).sort()).toEqual(Object.keys(diagnosticFacts).sort());
    for (const [code, shape] of Object.entries(diagnosticFacts)) {
      expect(argumentsOf(diagnostics[code] ?? '', tag), code).toEqual(Object.keys(shape).sort());
    }
  });

  it('has texts for every cause, and no other', () => {
    expect(idsIn(`locales/${tag}/causes/`, '.json')).toEqual(idsIn('src/causes/', '.ts'));
  });

  it.each(causes)('says every sign of $id with its facts', ({ id, signs }) => {
    const text = causeText(tag, id);
    expect(Object.keys(text.signs).sort()).toEqual(Object.keys(signs).sort());
    for (const [name, { facts }] of Object.entries(signs)) {
      const sign = text.signs[name];
      expect(quotable(facts), `${id}.${name}`).toEqual(expect.arrayContaining([...argumentsOf(sign?.seen ?? '', tag)]));
      expect(quotable({}), `${id}.${name}`).toEqual(expect.arrayContaining([...argumentsOf(sign?.absent ?? '', tag)]));
    }
    for (const message of [
      text.title,
      text.verdict,
      text.explanation,
      text.impact,
      text.decides,
      ...text.mitigations,
    ]) {
      expect(message, id).not.toBe('');
      expect(quotable({}), id).toEqual(expect.arrayContaining([...argumentsOf(message, tag)]));
    }
  });

  it.each(causes)('has the checks of $id, at least three, each saying what its outcome means', (cause) => {
    const known = checks(tag);
    const ids = parties.flatMap((party) => cause.checks[party]);
    if (cause.impact === 'disruptive') expect(ids.length).toBeGreaterThanOrEqual(3);
    for (const id of ids) {
      expect(known[id], id).toBeDefined();
      for (const text of [known[id]?.action, known[id]?.expected, known[id]?.meaning]) {
        expect(text, id).toBeTruthy();
        expect(quotable({}), id).toEqual(expect.arrayContaining([...argumentsOf(text ?? '', tag)]));
      }
    }
  });

  it('has the checks of the other languages with the same commands, and no orphan', () => {
    const used = new Set(causes.flatMap((cause) => parties.flatMap((party) => cause.checks[party])));
    expect(Object.keys(checks(tag)).sort()).toEqual([...used].sort());
    for (const [id, { command }] of Object.entries(checks(tag))) {
      expect(command, id).toBe(checks(reference)[id]?.command);
      const unfilled = Object.keys(commonFacts).filter((name) => !(commandNames as readonly string[]).includes(name));
      expect(unfilled.filter((name) => command.includes(`{${name}}`))).toEqual([]);
    }
  });

  it('writes sentences that are nothing but text in Markdown', () => {
    const marked = new Marked({ gfm: true });
    for (const [key, text] of sentences(tag)) {
      expect(text, key).not.toMatch(/\n|`[^`]*\{[^`]*`/);
      // These stand in table cells, where a pipe would end the cell.
      if (/^common: |: title$/.test(key)) expect(text, key).not.toContain('|');
      const types = new Set<string>();
      marked.walkTokens(
        marked.lexer(literalsOf(text, tag).join(' x ').trim() || 'x'),
        ({ type }) => void types.add(type),
      );
      expect(
        [...types].filter((type) => !['paragraph', 'text', 'codespan', 'escape', 'list', 'list_item'].includes(type)),
        key,
      ).toEqual([]);
    }
  });

  it('blames nobody and does not shout', () => {
    const blame = /[!！]|过错|责任|罪魁|元凶|怪罪|\b(fault|blame|guilty|culprit|stupid|idiot)\b/i;
    expect(sentences(tag).filter(([, text]) => blame.test(text))).toEqual([]);
  });

  it('keeps page one free of hex and RFC numbers', () => {
    const customer = sentences(tag).filter(([key]) =>
      /: (verdict|impact|undetermined\.(verdict|impact)|who\..*)$/.test(key),
    );
    expect(customer.length).toBeGreaterThan(0);
    expect(customer.filter(([, text]) => /0x|RFC|tcp_|\(\)/.test(text))).toEqual([]);
  });
});

describe('locales/zh-CN', () => {
  it('puts a space between Chinese and Latin letters or digits', () => {
    const touching = /[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]/;
    const found = sentences('zh-CN').filter(([, text]) =>
      literalsOf(text, 'zh-CN').some((part) => touching.test(part)),
    );
    expect(found).toEqual([]);
  });
});

describe('what the code asks for', () => {
  const sources = (folder: string): string =>
    readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(ts|mustache)$/.test(name))
      .map((name) => read(`${folder}${name}`))
      .join('\n');
  const code = sources('src/narrative/');
  const templates = sources('templates/');

  it.each(['page', 'terminal', 'decode'])('is exactly the group %s', (name) => {
    const asked = new Set([...code.matchAll(new RegExp(`'${name}\\.(\\w+)'`, 'g'))].map(([, key]) => key));
    // The two sentences of a field are asked for by the name of their half.
    if (name === 'decode') for (const key of ['expected', 'judged']) asked.add(key);
    expect([...asked].sort()).toEqual(group(reference, name));
  });

  it('are the labels of the templates', () => {
    const inTemplates = [...templates.matchAll(/\{\{t\.(\w+)\}\}/g)].map(([, key]) => key);
    const inCode = [...code.matchAll(/'report\.(\w+)'/g)].map(([, key]) => key);
    expect([...new Set([...inTemplates, ...inCode])].sort()).toEqual(group(reference, 'report'));
  });

  it('are the rows of the capture table', () => {
    const rows = [...code.matchAll(/\brow\(\s*'(\w+)'/g)].map(([, key]) => key);
    expect([...new Set(rows)].sort()).toEqual(group(reference, 'captureFacts'));
  });
});

describe('templates', () => {
  it.each(idsIn('templates/', '.mustache'))('%s holds layout and no word of any language', (id) => {
    const layout = read(`templates/${id}.mustache`)
      .replace(/\{\{\{?.*?\}\}\}?/g, '')
      .replace(/^> \[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]$/gm, '')
      .replace(/^\[\[toc\]\]$/gm, '')
      .replace(/^```text figure=\w+$/gm, '')
      .replace(/^\s*sh$/gm, '');
    expect(layout).not.toMatch(/\p{L}/u);
  });
});
