/** Every sentence, and page one of every golden report, keeps to docs/writing.md. */
import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { read, root, sentences, tags } from './support/locales.ts';
import { flatten, literalsOf } from './support/sentences.ts';
import { banned, blame, blameIn, offences, prose, tooTechnical } from './support/writing.ts';

/** Quoted, not ours: what people say, and names that a standard gives to its codes. */
const QUOTED = /^claims: .*\.claim$|^common: stated\.meanings\./;
/** Copied into shells and terminals, where quotes are straight. */
const TYPED = /^errors: |^common: cli\./;
/** Sentences of the customer's page. */
const PAGE_ONE =
  /: (title|verdict|impact|mitigations\.\d+|undetermined\..*|who\..*|impacts\..*|confidence\..*|limits\..*|blind\..*|letter\..*|preventions\..*)$|^checks: .*\.action$|^common: nextCaptures\..*\.action$/;
const STRAIGHT = /^straight /;

type Told = readonly [key: string, text: string];

function all(tag: string): readonly Told[] {
  const claims = [...flatten(JSON.parse(read(`locales/${tag}/claims.json`)))];
  return [...sentences(tag), ...claims.map(([key, text]): Told => [`claims: ${key}`, text])].filter(
    ([key]) => !QUOTED.test(key),
  );
}

/** The literal parts of a message; a code span may enclose arguments, so it goes first. */
const partsOf = (text: string, tag: string): readonly string[] => literalsOf(prose(text), tag);

const judged = (told: readonly Told[], judge: (text: string, key: string) => readonly string[]): readonly string[] =>
  told.flatMap(([key, text]) => judge(text, key).map((offence) => `${key} → ${offence}`));

describe.each(tags)('sentences in %s', (tag) => {
  const texts = all(tag);

  it('keep to the guide', () => {
    const found = judged(texts, (text, key) =>
      partsOf(text, tag)
        .flatMap((part) => offences(part, tag))
        .filter((offence) => !(STRAIGHT.test(offence) && TYPED.test(key))),
    );
    expect(found).toEqual([]);
  });

  it('leave hex, RFC numbers and kernel functions out of the customer’s page', () => {
    const customer = texts.filter(([key]) => PAGE_ONE.test(key));
    expect(customer.length).toBeGreaterThan(300);
    expect(judged(customer, tooTechnical)).toEqual([]);
  });

  it('blame nobody on the customer’s page: a cause is told alike at every confidence', () => {
    const customer = texts.filter(([key]) => PAGE_ONE.test(key));
    expect(judged(customer, (text) => partsOf(text, tag).flatMap(blameIn))).toEqual([]);
  });
});

const goldens = readdirSync(new URL('samples/', root))
  .flatMap((sample) => tags.map((tag) => ({ sample, tag, path: `samples/${sample}/report.${tag}.md` })))
  .filter(({ path }) => existsSync(new URL(path, root)));

/** Page one ends where the contents begin; a report without RST has no contents and ends at its first table. */
const pageOne = (path: string): string => read(path).split(/^(?:\[\[toc\]\]|\| )/m)[0] ?? '';
const isProven = (page: string): boolean => /\*\*(Proven: |已证实：)/.test(page);

describe('page one of the golden reports', () => {
  it('is there in both languages', () => {
    expect(goldens.length).toBeGreaterThan(80);
    expect(goldens.filter(({ tag }) => tag === 'en')).toHaveLength(goldens.length / 2);
  });

  it.each(goldens)('of $sample in $tag keeps to the guide', ({ path, tag }) => {
    const page = pageOne(path);
    expect(page.length).toBeGreaterThan(90);
    const blamed = isProven(page) ? [] : blameIn(prose(page));
    expect([...offences(withoutLayout(page), tag), ...tooTechnical(page), ...blamed]).toEqual([]);
  });

  it.each(goldens)('and the rest of $sample in $tag gives no weaker cause a verdict of its own', ({ path }) => {
    expect(read(path)).not.toMatch(/undetermined, but|无法判定，但/);
  });
});

/** Text without what Markdown itself needs: markers of callouts, lists, headings and emphasis. */
function withoutLayout(page: string): string {
  return prose(page)
    .replace(/^> \[![A-Z]+\]$/gm, '')
    .replace(/^(?:[-#>]+ )+/gm, '')
    .replaceAll('**', '')
    .replaceAll('\\', '');
}

describe('the rules', () => {
  it('are read from the guide', () => {
    for (const word of ['illegal', 'obviously', '显然', '非法', 'time stamp', '服务端']) expect(banned).toContain(word);
    for (const word of ['fault', '攻击']) expect(blame).toContain(word);
  });

  it.each([
    ['zh-CN', '连接已断开,服务器未应答', 'half-width punctuation: 开,'],
    ['zh-CN', '第17帧', 'no space between Han and Latin: 第1'],
    ['zh-CN', '发出 RST ，随后', 'space beside full-width punctuation:  ，'],
    ['zh-CN', '说“好”"', 'straight quote: "'],
    ['zh-CN', '显然是服务器', 'banned word: 显然'],
    ['zh-CN', '服务端没有应答', 'banned word: 服务端'],
    ['zh-CN', '太好了！', 'exclamation mark: ！'],
    ['en', 'the server\u0027s log', "straight apostrophe: r's"],
    ['en', 'an Illegal segment', 'banned word: Illegal'],
    ['en', 'two time stamps', 'banned word: time stamps'],
    ['en', 'after 40ms', 'no space before a unit: 40ms'],
    ['en', 'it can’t know', 'contraction: can’t'],
    ['en', 'and so on...', 'dots: ...'],
  ])('in %s find what is wrong with “%s”', (tag, text, offence) => {
    expect(offences(text, tag)).toContain(offence);
  });

  it('find blame and what is too technical', () => {
    expect(blameIn('The attackers are to blame; 责任在对方')).toEqual([
      'blame: attackers',
      'blame: to blame',
      'blame: 责任',
    ]);
    expect(tooTechnical('see RFC 9293, id 0xbeef, tcp_v4_send_reset()')).toHaveLength(3);
    expect(tooTechnical('accept(), `net.core.somaxconn`')).toEqual([]);
  });

  it.each([
    ['zh-CN', '第 17 帧：RST（很可能）到达“服务器”，间隔 41.4 毫秒。'],
    ['en', 'The server’s RST (frame 17) came 41.4 ms later: “connection reset”.'],
  ])('in %s find nothing in a good sentence', (tag, text) => {
    expect([...offences(text, tag), ...blameIn(text), ...tooTechnical(text)]).toEqual([]);
  });
});
