import { describe, expect, it } from 'vitest';
import { ACK, FIN } from '../../src/model/segment.ts';
import { step } from '../../src/model/story-keys.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import { many, pageOne, tables, tags, tell } from '../support/report.ts';
import { analysis, finding, moment, seen, verdict, withoutReset } from '../support/verdict.ts';

/** All numbers of a report, in order of size: the same in every language. Words may come in another order. */
const numbersOf = (markdown: string): string[] =>
  (markdown.replace(/[−–]/g, '-').match(/\d[\d.,:]*\d|\d/g) ?? []).sort();

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

  it('calls what is inferred from a tied verdict an assumption, not a decision', () => {
    const steps = [
      step('disconnected', 'inferred', { inFlight: 0 }),
      step('activeReset', 'failed', { seq: 1, ack: 2, window: 3 }),
    ];
    const told = (tied: Verdict['tied']): string => tell(analysis({ verdicts: [verdict({ steps, tied })] }), tag);
    const assumed = /would have decided|若结论成立，决定/;
    expect(told(['seq-rewrite-or-asymmetric'])).toMatch(assumed);
    expect(told(['seq-rewrite-or-asymmetric'])).toMatch(/^1\. … \*\*(if the verdict holds|若结论成立)\*\*/m);
    expect(told([])).not.toMatch(assumed);
    expect(told([])).toMatch(/^1\. … \*\*(inferred|推断)\*\*/m);
  });

  it('names kernel functions and the tracepoint only where the host may run Linux', () => {
    const told = (stack: Verdict['stack']): string => tell(analysis({ verdicts: [verdict({ stack })] }), tag);
    const why = (report: string): string => report.slice(0, report.search(/^## (Checklist|排查清单)$/m));
    expect(why(told('linux'))).toMatch(/`tcp_rcv_state_process\(\), TCP_LISTEN`[\s\S]*`tcp:tcp_send_reset`/);
    expect(why(told('linux'))).not.toMatch(/If the host runs Linux|如果该主机运行 Linux/);
    expect(why(told('unknown'))).toMatch(/(If the host runs Linux|如果该主机运行 Linux).*`tcp:tcp_send_reset`/);
    expect(why(told('windows'))).not.toMatch(/tcp_rcv_state_process|tcp_send_reset/);
  });

  it('does not choose between reasons that the tracepoint may have printed', () => {
    const told = (kernelReasons: string[]): string => tell(analysis({ verdicts: [verdict({ kernelReasons })] }), tag);
    expect(told(['NO_SOCKET', 'TCP_FLAGS'])).toMatch(
      /(one of these reasons: |下列之一：)`NO_SOCKET`(, |、)`TCP_FLAGS`/,
    );
    expect(told(['NO_SOCKET'])).not.toMatch(/one of these reasons|下列之一/);
  });

  it('lets the tracepoint print nothing for a RST that came from elsewhere', () => {
    const origin = { value: 'middlebox', confidence: 'likely', tied: [] } as const;
    const told = tell(analysis({ verdicts: [verdict({ origin })] }), tag);
    expect(told).toMatch(/would have printed nothing|不会有任何输出/);
    expect(told).not.toContain('`TCP_FLAGS`');
    expect(told).not.toMatch(/^\d\. .*`tcp_v4_rcv\(\)`$/m);
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
    const ladder = /```text fallback=ladder\n([\s\S]*?)\n```/.exec(report)?.[1]?.split('\n') ?? [];
    expect(ladder).toHaveLength(5);
    expect(new Set(ladder.map(({ length }) => length)).size).toBe(1);
    expect(ladder[1]).toMatch(/^# 1 {2}-350\.212400 s {2}\|-- SYN seq=999 -+>\|$/);
    expect(ladder[2]).toMatch(/^ +: +:$/);
    expect(ladder[3]).toMatch(/^#15 {4}-0\.012400 s {2}\|-- /);
    expect(ladder[4]).toMatch(/^#17 {5}0\.000000 s {2}\|<-- RST seq=2000 -+\|$/);
  });

  it('shows what the RST carries', () => {
    const payload = new TextEncoder().encode('NSReset `9`\u0000');
    expect(tell(analysis({ verdicts: [verdict({ payload, payloadLength: 12 })] }), tag)).toContain('``NSReset `9`.``');
    expect(report).not.toContain('``NS');
  });

  it('quotes the text that a RST carries on page one and as evidence, and binary data on neither', () => {
    const told = (payload: Uint8Array, payloadLength = payload.length): string =>
      tell(analysis({ verdicts: [verdict({ payload, payloadLength })] }), tag);
    const stated = told(new TextEncoder().encode('BIG-IP: *reset*\r\n'), 80);
    expect(pageOne(stated)).toContain('“BIG-IP: \\*reset\\*…”');
    expect(stated).toMatch(/^- ! \*\*(stated in the RST|RST 自述)\*\*.*“BIG-IP: /m);
    expect(told(new Uint8Array([0x33, 0xaa, 0x41, 0x42, 0x43, 0x44, 0x00, 0x01]))).not.toContain('“3');
  });

  it('tells the impact of this RST where it is not the usual one of its cause', () => {
    const page = (impact: Verdict['impact']): string =>
      pageOne(tell(analysis({ verdicts: [verdict({ impact })] }), tag));
    expect(page('disruptive')).toContain('I:state-lost-listener-up.');
    expect(page('benign')).not.toContain('I:state-lost-listener-up.');
    expect(page('benign')).toMatch(/None that the capture shows|抓包中看不出影响/);
    expect(page('unknown')).toMatch(/reconnects by itself|能否自动重连/);
  });

  it('says the confidence word once', () => {
    const words = { 'zh-CN': '已证实', en: 'Proven' }[tag] ?? '';
    const proven = verdict({ confidence: 'proven', limit: null, tied: [], next: null });
    const page = pageOne(tell(analysis({ verdicts: [proven] }), tag));
    expect(page.split(words)).toHaveLength(2);
  });

  it('sends the reader to the client, not to the server, when the client sent the RST', () => {
    const page = (sender: Verdict['sender']): string =>
      pageOne(tell(analysis({ verdicts: [verdict({ sender })] }), tag));
    expect(page('server')).toContain('Sockets.');
    expect(page('client')).toContain('Modem 198.51.100.7:40001.');
    expect(page('client')).not.toContain('Sockets.');
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

  it('says what was seen: when the RST came, who had closed, what built it', () => {
    const fin = (frame: number, from: Verdict['sender']): Verdict['timeline'][number] =>
      moment(seen({ frame, from, flags: FIN | ACK, timeUs: 350_000_000 + frame }), 'fin');
    const closed = { ...open, phase: 'closed', timeline: [fin(8, 'client'), fin(9, 'server')] } as const;
    const page = (tag: string): string => pageOne(tell(analysis({ ...told, verdicts: [closed] }), tag));
    expect(page('en')).toMatch(/after both sides had closed.*frame 8 .*frame 9;.* 212\.4 ms after.*packet filter/);
    expect(page('zh-CN')).toMatch(/双方均已关闭.*第 8 帧.*第 9 帧.*212\.4 毫秒.*包过滤/);
  });

  it('names the sign that cannot be seen, or says that no cause fits', () => {
    const nearest = { ...verdict().signs[0], outcome: 'unseen', facts: {} } as Verdict['signs'][number];
    const signs = [nearest, ...verdict().signs.slice(1)];
    const page = (of: Verdict): string => pageOne(tell(analysis({ ...told, verdicts: [of] }), 'en'));
    expect(page({ ...open, signs })).toContain(
      '“T:nat-rebind”, this capture cannot show whether the following holds: N:answersAck absent.',
    );
    expect(page({ ...open, signs: [], alternatives: [] })).toContain('no known cause explains everything');
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
