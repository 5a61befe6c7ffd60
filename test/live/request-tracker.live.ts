/** `whyrst attach` and a real Request Tracker. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lossyProxy } from './lossy-proxy.ts';
import { type Part, RequestTracker } from './request-tracker.ts';
import { attach, captureNamed, type Outcome } from './whyrst.ts';

let rt: RequestTracker;
beforeAll(async () => {
  rt = await RequestTracker.start();
});
afterAll(() => rt?.stop());

const capture = captureNamed('服务器 抓包.pcap');
const ORIGINAL = /203\.0\.113\.8|198\.51\.100\.20/;

const post = (ticket: number, argv: readonly string[] = [], url = rt.url, token = rt.token): Promise<Outcome> =>
  attach([capture, '--to', `rt:${ticket}`, '--url', url, ...argv], { RT_TOKEN: token });

/** The files of a comment, and its text. */
const filesOf = (parts: readonly Part[]): ReadonlyMap<string, Uint8Array> =>
  new Map(parts.filter(({ filename }) => filename !== '').map((each) => [each.filename, new Uint8Array(each.content)]));
const textOf = (parts: readonly Part[]): string =>
  parts
    .filter(({ filename }) => filename === '')
    .map(({ content }) => Buffer.from(content).toString())
    .join('');

describe('a comment', () => {
  it('arrives in Chinese with its files, redacted', async () => {
    const ticket = await rt.newTicket();
    const outcome = await post(ticket, ['--lang', 'zh,en', '--format', 'pdf,md,json', '--evidence-pcap']);
    expect([outcome.code, outcome.stdout]).toEqual([0, '']);
    const comments = await rt.comments(ticket);
    expect(comments).toHaveLength(1);
    const [parts = []] = comments;
    expect(textOf(parts)).toContain('<strong>已证实：');
    expect(textOf(parts)).not.toMatch(ORIGINAL);
    expect(outcome.files.size).toBe(6);
    expect(filesOf(parts)).toEqual(outcome.files);
  });

  it('keeps addresses and the Chinese name of the file when told to', async () => {
    const ticket = await rt.newTicket();
    const outcome = await post(ticket, ['--lang', 'zh', '--no-redact']);
    const [parts = []] = await rt.comments(ticket);
    expect([...outcome.files.keys()]).toEqual(['服务器 抓包.whyrst.zh-CN.pdf']);
    expect(filesOf(parts)).toEqual(outcome.files);
    expect(textOf(parts)).toMatch(ORIGINAL);
  });

  it('takes a password instead of a token', async () => {
    const ticket = await rt.newTicket();
    const { code } = await post(ticket, ['--format', 'md'], rt.url, `poster:${rt.password}`);
    expect([code, (await rt.comments(ticket)).length]).toEqual([0, 1]);
  });

  it('is shown with its structure', async () => {
    const ticket = await rt.newTicket();
    await post(ticket, ['--lang', 'zh', '--format', 'md']);
    const page = await rt.page(ticket);
    const tags = [
      /<strong>已证实：/,
      /<li><p><strong>谁发出的<\/strong>：/,
      /<pre>\s*tcp\.flags\.reset == 1 &amp;&amp;/,
    ];
    expect(tags.filter((each) => !each.test(page))).toEqual([]);
    // Of the report itself, which is a file of text, nothing is shown.
    expect(page.match(/已证实：/g)).toHaveLength(1);
  });
});

describe('a second run', () => {
  const short = ['--format', 'md', '--lang', 'en'];

  it('posts nothing when the findings are the same, though addresses are hidden under a new key', async () => {
    const ticket = await rt.newTicket();
    await post(ticket, short);
    const again = await post(ticket, ['--format', 'md', '--lang', 'zh']);
    expect([again.code, again.stderr]).toEqual([0, expect.stringContaining('没有再次发送')]);
    expect(await rt.comments(ticket)).toHaveLength(1);
  });

  it('posts one short follow-up when they changed', async () => {
    const ticket = await rt.newTicket();
    await post(ticket, short);
    const none = [...short, '--filter', 'port 1'];
    expect((await post(ticket, none)).code).toBe(0);
    await post(ticket, none);
    const comments = await rt.comments(ticket);
    expect(comments).toHaveLength(2);
    const [first = [], second = []] = comments;
    expect(filesOf(second).size).toBe(0);
    expect(textOf(second).length).toBeLessThan(textOf(first).length);
  });

  it('follows when its own answer was lost, and tells nothing twice', async () => {
    const ticket = await rt.newTicket();
    const proxy = await lossyProxy(rt.url, (method) => method === 'POST');
    const { code } = await post(ticket, short, proxy.url);
    await proxy.close();
    expect([code, (await rt.comments(ticket)).length]).toEqual([0, 1]);
  });
});

describe('what fails', () => {
  it('a wrong token', async () => {
    const ticket = await rt.newTicket();
    const wrong = `1-31-${'f'.repeat(32)}`;
    const { code, stderr, files } = await post(ticket, ['--format', 'md'], rt.url, wrong);
    expect([code, files.size]).toEqual([5, 1]);
    expect(stderr).toContain('HTTP 401');
    expect(stderr).not.toContain(wrong);
    expect(await rt.comments(ticket)).toEqual([]);
  });

  it('a missing ticket', async () => {
    const { code, stderr, files } = await post(999_999, ['--format', 'md']);
    expect([code, files.size]).toEqual([5, 1]);
    expect(stderr).toContain('999999');
  });

  it.each(['cut', 'dropped'] as const)('a file over the limit, which RT would have %s', async (what) => {
    await rt.restart({ bytes: 60_000, what });
    const ticket = await rt.newTicket();
    const { code, stderr, files } = await post(ticket);
    await rt.restart();
    expect([code, (await rt.comments(ticket)).length]).toEqual([5, 1]);
    expect(stderr).toContain([...files.keys()][0]);
  });

  it('a server that says nothing', async () => {
    const ticket = await rt.newTicket();
    rt.sleep();
    const { code, stderr, files } = await post(ticket, ['--format', 'md', '--timeout', '1']);
    rt.wake();
    expect([code, files.size]).toEqual([5, 1]);
    expect(stderr).toMatch(/1 s/);
    expect(await rt.comments(ticket)).toEqual([]);
  });

  it('a server that is down', async () => {
    const url = rt.url;
    await rt.stop();
    const { code, stderr, files } = await post(1, ['--format', 'md'], url);
    expect([code, files.size]).toEqual([5, 1]);
    expect(stderr).toContain('ECONNREFUSED');
  });
});
