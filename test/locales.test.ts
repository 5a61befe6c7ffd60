/** Both languages say everything, with the same facts; nothing is said that nobody asks for. */
import { readdirSync } from 'node:fs';
import { Marked } from 'marked';
import { describe, expect, it } from 'vitest';
import { causeIds } from '../src/model/cause-ids.ts';
import { diagnosticFacts } from '../src/model/diagnostic.ts';
import { errorFacts } from '../src/model/errors.ts';
import { nextCaptures } from '../src/model/next-captures.ts';
import type { FactShape } from '../src/model/reading.ts';
import {
  blindSpots,
  fieldReasons,
  limits,
  momentFacts,
  moments,
  preventions,
  stepTable,
  terms,
  vantageBases,
} from '../src/model/story-keys.ts';
import { parties } from '../src/narrative/story/subject.ts';
import { common, errors, group, idsIn, quotable, read, reference, root, sentences, tags } from './support/locales.ts';
import { argumentsOf, literalsOf } from './support/sentences.ts';

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
  ...Object.entries(preventions).map(([key, facts]): [string, FactShape] => [`preventions.${key}`, facts]),
  ...terms.map((key): [string, FactShape] => [`terms.${key}`, {}]),
  ...Object.entries(vantageBases).map(([key, facts]): [string, FactShape] => [
    `vantages.${key}`,
    { ...facts, place: 'text', confidence: 'text' },
  ]),
]);

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

  it.each(['steps', 'fields', 'moments', 'limits', 'blind', 'nextCaptures', 'preventions', 'terms', 'vantages'])(
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
    ['fieldMeanings', Object.keys(fieldReasons).sort()],
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

  it('has a word for every phase that a RST can come in', () => {
    const phases = [...common(reference).keys()].filter((key) => key.startsWith('seen.phases.'));
    expect(phases.map((key) => key.slice('seen.phases.'.length)).sort()).toEqual(group(reference, 'phases'));
  });

  it.each(['page', 'terminal', 'decode'])('is exactly the group %s', (name) => {
    const asked = new Set([...code.matchAll(new RegExp(`'${name}\\.(\\w+)'`, 'g'))].map(([, key]) => key));
    // The sentences of a field are asked for by the name of their part.
    if (name === 'decode') for (const key of ['meaning', 'expected', 'judged']) asked.add(key);
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
  // Style and script are read by browsers alone; of the page, its text is looked at.
  const laidOut = idsIn('templates/', '.mustache').filter((id) => id !== 'html-style' && id !== 'html-script');
  it.each(laidOut)('%s holds layout and no word of any language', (id) => {
    const layout = read(`templates/${id}.mustache`)
      .replace(/\{\{\{?.*?\}\}\}?/g, '')
      .replace(/^<!doctype html>$|<\/?[a-z][^>]*>/gm, '')
      .replace(/^> \[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]$/gm, '')
      .replace(/^\[\[toc\]\]$/gm, '')
      .replace(/^```wireshark$/gm, '')
      .replace(/^\s*sh$/gm, '');
    expect(layout).not.toMatch(/\p{L}/u);
  });
});
