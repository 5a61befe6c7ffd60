/** `whyrst attach` and a real Redmine. */
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lossyProxy } from './lossy-proxy.ts';
import { Redmine } from './redmine.ts';
import { attach, captureNamed, type Outcome } from './whyrst.ts';

let redmine: Redmine;
beforeAll(async () => {
  redmine = await Redmine.start();
});
afterAll(() => redmine?.stop());

const capture = captureNamed('客户端 抓包.pcap');
/** Addresses of the capture, which nobody outside may see. */
const ORIGINAL = /203\.0\.113\.8|198\.51\.100\.20/;

const post = (issue: number, argv: readonly string[] = [], url = redmine.url, token = redmine.key): Promise<Outcome> =>
  attach([capture, '--to', `redmine:${issue}`, '--url', url, ...argv], { REDMINE_TOKEN: token });

/** What the issue holds is what is on disk, byte for byte. */
async function expectFiles(issue: number, { files }: Outcome): Promise<void> {
  const { attachments } = await redmine.issue(issue);
  const stored = await Promise.all(
    attachments.map(async (each) => [each.filename, await redmine.download(each)] as const),
  );
  expect(new Map(stored)).toEqual(files);
}

describe('a comment', () => {
  it('arrives in Chinese with its files, redacted', async () => {
    const issue = await redmine.newIssue();
    const outcome = await post(issue, ['--lang', 'zh,en', '--format', 'pdf,md,json', '--evidence-pcap']);
    expect([outcome.code, outcome.stdout]).toEqual([0, '']);
    const { notes } = await redmine.issue(issue);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toContain('已证实：');
    expect(notes[0]).toContain('Proven: ');
    expect(notes[0]).not.toMatch(ORIGINAL);
    expect(outcome.files.size).toBe(6);
    await expectFiles(issue, outcome);
    for (const [name, bytes] of outcome.files) {
      expect(name).toMatch(/^capture-[\da-f]{8}\.whyrst\./);
      expect(Buffer.from(bytes).toString('latin1')).not.toMatch(ORIGINAL);
    }
  });

  it('keeps addresses and the Chinese name of the file when told to', async () => {
    const issue = await redmine.newIssue();
    const outcome = await post(issue, ['--lang', 'zh', '--no-redact']);
    expect(outcome.code).toBe(0);
    expect([...outcome.files.keys()]).toEqual(['客户端 抓包.whyrst.zh-CN.pdf']);
    expect((await redmine.issue(issue)).notes[0]).toMatch(ORIGINAL);
    await expectFiles(issue, outcome);
  });

  it('takes a password instead of a key', async () => {
    const issue = await redmine.newIssue();
    const { code } = await post(issue, ['--format', 'md'], redmine.url, `poster:${redmine.password}`);
    expect(code).toBe(0);
    expect((await redmine.issue(issue)).notes).toHaveLength(1);
  });

  it.each([
    ['textile', 'textile'],
    ['common_mark', 'markdown'],
  ])('is rendered by %s', async (format, markup) => {
    await redmine.set({ text_formatting: format });
    const issue = await redmine.newIssue();
    expect((await post(issue, ['--lang', 'zh', '--format', 'md', '--markup', markup])).code).toBe(0);
    const page = await redmine.page(issue);
    const note = page.slice(page.indexOf('class="wiki"'));
    const tags = [/<strong>已证实：/, /<li>\s*<strong>谁发出的<\/strong>：/, /<pre>.*tcp\.flags\.reset == 1 &/s];
    expect(tags.filter((each) => !each.test(note))).toEqual([]);
    const shown = note.replace(/<!--.*?-->/gs, '').replace(/<[^>]*>/g, '');
    expect(/whyrst:|\*\*|```|&amp;#\d/.exec(shown)).toBeNull();
  });
});

describe('a second run', () => {
  const short = ['--format', 'md', '--lang', 'en'];

  it('leaves alone what is the same, though addresses are hidden under a new key', async () => {
    const issue = await redmine.newIssue();
    await post(issue, short);
    const before = await redmine.issue(issue);
    const again = await post(issue, short);
    expect([again.code, again.stderr]).toEqual([0, expect.stringContaining('already says this')]);
    expect(await redmine.issue(issue)).toEqual(before);
  });

  it('updates its own comment', async () => {
    const issue = await redmine.newIssue();
    await post(issue, short);
    const changed = await post(issue, ['--format', 'md', '--lang', 'zh']);
    expect([changed.code, changed.stderr]).toEqual([0, expect.stringContaining('已更新')]);
    const { notes, attachments } = await redmine.issue(issue);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toContain('已证实：');
    expect(attachments).toHaveLength(2);
  });

  it('shows the same addresses under the same key', async () => {
    const issue = await redmine.newIssue();
    const key = captureNamed('key');
    writeFileSync(key, `${'5a'.repeat(32)}\n`);
    const first = await post(issue, [...short, '--redact-key', key]);
    const second = await post(issue, [...short, '--redact-key', key]);
    expect(second.files).toEqual(first.files);
    expect(second.stderr).toContain('already says this');
    expect((await redmine.issue(issue)).notes[0]).not.toMatch(ORIGINAL);
  });

  it('follows when its own answer was lost, and tells nothing twice', async () => {
    const issue = await redmine.newIssue();
    const proxy = await lossyProxy(redmine.url, (method, path) => method === 'PUT' && path.startsWith('/issues/'));
    const { code, stderr } = await post(issue, short, proxy.url);
    await proxy.close();
    expect([code, stderr]).toEqual([0, expect.stringContaining('the comment arrived')]);
    const { notes, attachments } = await redmine.issue(issue);
    expect([notes.length, attachments.length]).toEqual([1, 1]);
  });
});

describe('what fails', () => {
  it('a wrong key, though anybody may read the issue', async () => {
    const issue = await redmine.newIssue();
    const wrong = 'f'.repeat(40);
    const { code, stderr, files } = await post(issue, ['--format', 'md'], redmine.url, wrong);
    expect([code, files.size]).toEqual([5, 1]);
    expect(stderr).toContain('HTTP 401');
    expect(stderr).not.toContain(wrong);
    expect(await redmine.issue(issue)).toEqual({ notes: [], attachments: [] });
  });

  it('a missing issue', async () => {
    const { code, stderr, files } = await post(999_999, ['--format', 'md']);
    expect([code, files.size]).toEqual([5, 1]);
    expect(stderr).toContain('999999');
  });

  it('a file over the limit: the comment arrives without it', async () => {
    await redmine.set({ attachment_max_size: '1' });
    const issue = await redmine.newIssue();
    const { code, stderr, files } = await post(issue, []);
    await redmine.set({ attachment_max_size: '5120' });
    const { notes, attachments } = await redmine.issue(issue);
    expect([code, notes.length, attachments.length]).toEqual([5, 1, 0]);
    expect(stderr).toContain([...files.keys()][0]);
  });

  it('a server that says nothing', async () => {
    const issue = await redmine.newIssue();
    redmine.sleep();
    const started = performance.now();
    const { code, stderr, files } = await post(issue, ['--format', 'md', '--timeout', '1']);
    const seconds = (performance.now() - started) / 1000;
    redmine.wake();
    expect([code, files.size]).toEqual([5, 1]);
    expect(stderr).toMatch(/1 s/);
    expect(seconds).toBeLessThan(20);
    expect((await redmine.issue(issue)).notes).toEqual([]);
  });

  it('a server that is down', async () => {
    const url = redmine.url;
    await redmine.stop();
    const { code, stderr, files } = await post(1, ['--format', 'md'], url);
    expect([code, files.size]).toEqual([5, 1]);
    expect(stderr).toContain('ECONNREFUSED');
  });
});
