import { Marked, type Tokens } from 'marked';
import { describe, expect, it } from 'vitest';
import { Diagnostics } from '../../src/model/diagnostic.ts';
import { step } from '../../src/model/story-keys.ts';
import type { Analysis, Verdict } from '../../src/model/verdict.ts';
import { toMarkdown } from '../../src/narrative/markdown.ts';
import { renderTemplate } from '../../src/narrative/template.ts';
import { sheets, testCatalogue } from '../support/catalogue.ts';
import { analysis, finding, moment, seen, verdict, withoutReset } from '../support/verdict.ts';

const tags = ['zh-CN', 'en'];
const tell = (told: Analysis, tag: string, options: object = {}): string =>
  toMarkdown(told, testCatalogue(tag), { causes: sheets, ...options });

/** Page one: everything before the table of contents. */
const pageOne = (markdown: string): string => markdown.slice(0, markdown.indexOf('[[toc]]'));

/** All numbers of a report, in order of size: the same in every language. Words may come in another order. */
const numbersOf = (markdown: string): string[] =>
  (markdown.replace(/[−–]/g, '-').match(/\d[\d.,:]*\d|\d/g) ?? []).sort();

/** Chinese writes no singular, and both languages count a lone finding in words of their own: the same digits still stand there. */
function tables(markdown: string): Tokens.Table[] {
  const found: Tokens.Table[] = [];
  const marked = new Marked({ gfm: true });
  marked.walkTokens(marked.lexer(markdown), (token) => {
    if (token.type === 'table') found.push(token as Tokens.Table);
  });
  return found;
}

const many = (count: number, cause: Verdict['cause'] = 'state-lost-listener-up'): Analysis => {
  const verdicts = Array.from({ length: count }, (_, index) => {
    const reset = seen({ ...verdict().reset, frame: 100 + index, timeUs: 1000 * index });
    const common = { ...verdict().common, resetFrame: reset.frame };
    return verdict({ id: `r${index + 1}`, cause, reset, common, finding: 'f1' });
  });
  return analysis({
    verdicts,
    findings: [finding({ cause, resets: verdicts.map(({ id }) => id), connections: count })],
  });
};

describe.each(tags)('a report in %s', (tag) => {
  const report = tell(analysis(), tag);

  it('prints no hole', () => {
    expect(report).not.toMatch(/undefined|NaN|\[object|null|\{\w+\}/);
  });

  it('begins with the verdict, who, how sure, when, and what to do', () => {
    const page = pageOne(report);
    expect(page).toMatch(/> \[!IMPORTANT\]\n> \*\*.+[：:] ?V:state-lost-listener-up 198\.51\.100\.7:40001 17\.\*\*/);
    expect(page).toContain('192.0.2.7:443');
    expect(page).toContain('2026-11-20 03:17:55.212400');
    expect(page).toContain('M1:state-lost-listener-up 443.');
    expect(page).toContain('UTC');
  });

  it('keeps page one free of hex, RFC numbers and kernel functions', () => {
    expect(pageOne(report)).not.toMatch(/0x|RFC|tcp_|\(\)/);
  });

  it('names the step that failed and the kernel function', () => {
    expect(report).toMatch(/3\. ✗ .*`tcp_rcv_state_process\(\), TCP_LISTEN`/);
    expect(report).toMatch(/> \[!NOTE\]\n> .*3.*`tcp_rcv_state_process\(\), TCP_LISTEN`/);
  });

  it('names the step before as the one that decided where the failed one only sends the RST', () => {
    const steps = [
      step('alive', 'passed', { senderFrame: 2, receiverFrame: 3 }),
      step('disconnected', 'inferred', { inFlight: 0 }),
      step('activeReset', 'failed', { seq: 1, ack: 2, window: 3 }),
    ];
    const told = tell(analysis({ verdicts: [verdict({ steps })] }), tag);
    expect(told).toMatch(/> \[!NOTE\]\n> .*2.*`tcp_disconnect\(\)`/);
    expect(told).toMatch(/^3\. → .*`tcp_send_active_reset\(\)`$/m);
  });

  it('gives the sign that ruled a cause out, with the values of this RST', () => {
    expect(report).toMatch(/T:late-data-after-close.*L:no FIN of 192\.0\.2\.7:443 before frame 17\./);
  });

  it('fills the commands of the checklist and leaves their own braces alone', () => {
    expect(report).toContain("conntrack -L | awk '{print $1}' # 198.51.100.7\n");
    expect(report).toContain('ss -tan dst 198.51.100.7\n');
  });

  it('sorts evidence: for, against, not to be seen', () => {
    const marks = [...report.matchAll(/^- (✓|✗|\?) \*\*.*(S:|A:)/gm)].map(([, mark]) => mark);
    expect(marks).toEqual(['✓', '✗', '?']);
  });

  it('is the same each time', () => {
    expect(tell(analysis(), tag)).toBe(report);
  });

  it('prints times in the zone asked for, and that zone', () => {
    const told = tell(analysis(), tag, { timeZone: 'Asia/Shanghai', date: '2027-01-02' });
    expect(told).toContain('2026-11-20 11:17:55.212400');
    expect(told).toMatch(/Asia\/Shanghai.{1,2}UTC\+08:00/);
    expect(told).toContain('2027-01-02');
  });

  it('has tables whose rows are complete', () => {
    for (const { header, rows } of tables(report)) {
      for (const row of rows) expect(row).toHaveLength(header.length);
    }
    expect(tables(report).length).toBeGreaterThanOrEqual(5);
  });

  it('shows the connection as a ladder that lines up', () => {
    const ladder = /```text figure=ladder\n([\s\S]*?)\n```/.exec(report)?.[1]?.split('\n') ?? [];
    expect(ladder).toHaveLength(4);
    expect(new Set(ladder.map(({ length }) => length)).size).toBe(1);
    expect(ladder[3]).toMatch(/^#17 +0 +\|<-- RST seq=2000 -+\|$/);
  });

  it('shows what the RST carries', () => {
    const payload = new TextEncoder().encode('NSReset `9`\u0000');
    expect(tell(analysis({ verdicts: [verdict({ payload, payloadLength: 12 })] }), tag)).toContain('``NSReset `9`.``');
    expect(report).not.toContain('``NS');
  });

  it('says where client and server are not known from a handshake', () => {
    const told = (roles: Verdict['roles']): number => tell(analysis({ verdicts: [verdict({ roles })] }), tag).length;
    expect(told('guessed')).toBeGreaterThan(told('handshake'));
    expect(told('unknown')).toBeGreaterThan(told('guessed'));
  });

  it('leaves lists of one, none and unknown things readable', () => {
    const bare = verdict({
      steps: [],
      fields: [],
      timeline: [],
      signs: [],
      ruledOut: [],
      alternatives: [],
      tied: [],
      blind: [],
      next: null,
      limit: null,
      trigger: null,
    });
    expect(tell(analysis({ verdicts: [bare] }), tag)).not.toMatch(/undefined|NaN|\[object|null/);
  });
});

describe('both languages', () => {
  const options = { timeZone: 'Asia/Shanghai' };

  it.each([
    ['one RST', analysis()],
    ['many RSTs', many(60)],
    ['no RST', withoutReset({ endings: { ...analysis().endings, silent: 3, unanswered: 2 } })],
  ])('quote the same numbers: %s', (_, told) => {
    const [zh = '', en = ''] = tags.map((tag) => tell(told, tag, options));
    const appendix = /^## (附录|Appendix)$/m;
    expect(numbersOf(zh.split(appendix)[0] ?? '')).toEqual(numbersOf(en.split(appendix)[0] ?? ''));
  });

  it('have the same sections', () => {
    const outline = (tag: string): string[] => tell(analysis(), tag).match(/^#+ /gm) ?? [];
    expect(outline('zh-CN')).toEqual(outline('en'));
  });
});

describe('an undetermined verdict', () => {
  const open = verdict({
    cause: 'undetermined',
    confidence: 'undetermined',
    limit: 'unseenSign',
    tied: [],
    alternatives: [{ cause: 'nat-rebind', confidence: 'possible', signs: [], ruledOutBy: null, score: 1 }],
    origin: { value: 'unknown', confidence: 'undetermined', tied: [] },
    builder: { value: 'stateless-reply', confidence: 'possible', tied: ['packet-filter'] },
    kernelReasons: [],
  });
  const told = analysis({
    verdicts: [open],
    findings: [finding({ cause: 'undetermined', confidence: 'undetermined' })],
  });

  it('says so on page one', () => {
    expect(pageOne(tell(told, 'en'))).toContain('this capture alone does not tell the cause');
    expect(pageOne(tell(told, 'zh-CN'))).toContain('仅凭这份抓包无法判定原因');
  });

  it('lists the signs of the nearest cause, and names it', () => {
    const report = tell(told, 'en');
    expect(report).toContain('These are the signs of the nearest one: T:nat-rebind.');
    expect(report).toContain('N:answersAck 15.');
  });
});

describe('several findings', () => {
  const other = verdict({
    id: 'r2',
    cause: 'nat-rebind',
    finding: 'f2',
    reset: seen({ ...verdict().reset, frame: 40 }),
    common: { ...verdict().common, resetFrame: 40 },
  });
  const harmless = verdict({
    id: 'r3',
    cause: 'late-data-after-close',
    finding: 'f3',
    signs: [],
    reset: seen({ ...verdict().reset, frame: 50 }),
    common: { ...verdict().common, resetFrame: 50 },
  });
  const told = analysis({
    verdicts: [verdict(), other, harmless],
    findings: [
      finding(),
      finding({ id: 'f2', cause: 'nat-rebind', resets: ['r2'] }),
      finding({ id: 'f3', cause: 'late-data-after-close', resets: ['r3'], impact: 'benign' }),
    ],
  });

  it('are listed on page one', () => {
    const page = pageOne(tell(told, 'en'));
    for (const title of ['T:state-lost-listener-up', 'T:nat-rebind', 'T:late-data-after-close'])
      expect(page).toContain(title);
  });

  it('get a section each, unless they are harmless: those share a table', () => {
    const report = tell(told, 'en');
    expect(report).toContain('### 2. T:nat-rebind');
    expect(report).not.toContain('### 3. ');
    expect(report).toMatch(/### Minor findings in brief\n\n\|.*\n\|.*\n\| 3 \| T:late-data-after-close /);
  });

  it('let any RST lead', () => {
    const report = tell(told, 'en', { subjectFrame: 40 });
    expect(report).toMatch(/> \*\*.+[：:] ?V:nat-rebind 198\.51\.100\.7:40001 40\.\*\*/);
    expect(report).toContain('### 1. T:state-lost-listener-up');
    expect(() => tell(told, 'en', { subjectFrame: 41 })).toThrow('frame 41');
  });
});

describe('10 000 RSTs', () => {
  it('yield a bounded report with exact counts', () => {
    const report = tell(many(10_000), 'en');
    expect(report.length).toBeLessThan(60_000);
    expect(report).toContain('10,000 RSTs on 10,000 connections');
    expect(report).toContain('9,950 more RSTs are not listed.');
  });

  it('in as many findings yield one too', () => {
    const verdicts = many(2000).verdicts.map((each, index) => ({ ...each, finding: `f${index + 1}` }));
    const findings = verdicts.map(({ id, finding: name }) => finding({ id: name, resets: [id] }));
    const report = tell(analysis({ verdicts, findings }), 'en');
    expect(report.length).toBeLessThan(120_000);
    expect(report).toContain('1,960 more findings are not listed.');
  });
});

describe('a long story', () => {
  it('is shown around the RST, and the rest is counted', () => {
    const before = Array.from({ length: 80 }, (_, index) => moment(seen({ frame: index + 1, timeUs: index }), 'data'));
    const after = Array.from({ length: 30 }, (_, index) =>
      moment(seen({ frame: index + 200, timeUs: 200 + index }), 'ack'),
    );
    const reset = seen({ ...verdict().reset, frame: 100, timeUs: 100 });
    const long = verdict({ reset, timeline: [...before, moment(reset, 'reset'), ...after] });
    const report = tell(analysis({ verdicts: [long] }), 'en');
    expect(report).toContain('| **100** |');
    expect(report).toContain('74 rows further away from the RST left out.');
  });
});

describe('a capture without RST', () => {
  it.each(tags)('gets a real report in %s', (tag) => {
    const [capture] = analysis().captures;
    if (capture === undefined) throw new Error('no capture');
    const report = tell(
      withoutReset({
        captures: [{ ...capture, icmpErrors: 4, icmpErrorFrame: 9 }],
        endings: { open: 1, closed: 5, 'half-closed': 2, reset: 0, refused: 0, unanswered: 3, silent: 1 },
        examples: [
          {
            id: 1,
            client: '198.51.100.7:1',
            server: '192.0.2.7:443',
            ended: 'silent',
            segments: 12,
            firstFrame: 3,
            lastFrame: 30,
            firstUs: 0,
            lastUs: 9,
            retransmissions: 5,
          },
        ],
      }),
      tag,
    );
    expect(report).not.toMatch(/undefined|NaN|\[object|null/);
    for (const text of ['198.51.100.7:1', '3–30', 'tcpdump -i any', 'x.pcap']) expect(report).toContain(text);
    expect(tables(report)[0]?.rows).toHaveLength(5);
  });

  it('does not speak of connections where there is no TCP', () => {
    const [capture] = analysis().captures;
    if (capture === undefined) throw new Error('no capture');
    const report = tell(withoutReset({ captures: [{ ...capture, tcpSegments: 0 }], connections: 0 }), 'en');
    expect(report).toContain('no TCP at all');
  });
});

function malformed(layer: string): Analysis['diagnostics'] {
  const diagnostics = new Diagnostics();
  diagnostics.add('wire/malformed', 3, 40, { layer });
  return diagnostics.list;
}

describe('hostile input', () => {
  const evil = '`|*<b>[x](https://e.example)\n# h\u202E\u001b[31m';
  const [capture] = analysis().captures;
  if (capture === undefined) throw new Error('no capture');
  const told = analysis({
    captures: [{ ...capture, name: evil, sha256: evil }],
    verdicts: [
      verdict({
        common: { ...verdict().common, client: evil, server: evil, sender: evil, receiver: evil },
        client: { address: evil, port: 1 },
        fields: [{ field: 'flags', value: evil, judgement: 'odd', reason: 'odd', shape: {}, facts: {} }],
        kernelReasons: [evil],
        blind: [{ key: 'oneSided', shape: { missing: 'text' }, facts: { missing: evil } }],
      }),
    ],
    findings: [finding({ service: evil })],
    diagnostics: malformed(evil),
  });
  const plain = analysis({
    diagnostics: malformed('tcp'),
  });

  it('changes no structure: no link, no image, no HTML, no further heading or row', () => {
    const shape = (markdown: string): Record<string, number> => {
      const counts: Record<string, number> = {};
      const marked = new Marked({ gfm: true });
      marked.walkTokens(marked.lexer(markdown), ({ type }) => {
        counts[type] = (counts[type] ?? 0) + 1;
      });
      return counts;
    };
    const found = shape(tell(told, 'en'));
    const expected = shape(tell(plain, 'en'));
    for (const type of ['link', 'image', 'html', 'em', 'del']) expect(found[type] ?? 0, type).toBe(0);
    for (const type of ['heading', 'list', 'code', 'blockquote']) expect(found[type], type).toBe(expected[type]);
    for (const { header, rows } of tables(tell(told, 'en')))
      for (const row of rows) expect(row).toHaveLength(header.length);
  });

  it('is shown, not obeyed', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: this is about control characters.
    expect(tell(told, 'en')).not.toMatch(/[\u202E\u001b]/);
    expect(tell(told, 'en')).toContain('‹U+202E›');
  });
});

describe('renderTemplate', () => {
  it('throws on a name the view does not have, and on a partial that does not exist', () => {
    const catalogue = testCatalogue('en');
    expect(() => renderTemplate(catalogue, 'command', {})).toThrow('{{command}}');
    expect(() => renderTemplate(catalogue, 'no-such-template', {})).toThrow('no-such-template');
    expect(() => renderTemplate(catalogue, 'command', { command: { fence: '```' } })).toThrow('{{lines}}');
  });
});
