/** whyrst attach: what it refuses before it sends, what it says, and what it never says. */
import { existsSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cli, demo, emptyFolder } from './run-cli.ts';

const { folder, remove } = emptyFolder();
const closers: (() => void)[] = [remove];
afterAll(() => {
  for (const close of closers) close();
});

const TOKEN = 'secret-token-0123';
const attach = (argv: readonly string[], options: Parameters<typeof cli>[1] = {}) =>
  cli(['attach', demo, '--no-redact', '--format', 'md', '-o', folder, ...argv], options);

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.closeAllConnections());
  closers.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('before anything is sent', () => {
  it.each([
    ['a ticket that is none', ['--to', 'redmine:abc'], 'redmine:abc'],
    ['a system without address', ['--to', 'rt:1'], 'RT_URL'],
    ['a system without token', ['--to', 'rt:1', '--url', 'https://rt.example.com'], 'RT_TOKEN'],
    ['plain HTTP', ['--to', 'redmine:1', '--url', 'http://redmine.example.com'], 'redmine.example.com'],
  ])('refuses %s', async (_name, argv, said) => {
    const { code, stderr } = await attach(argv);
    expect(code).toBe(2);
    expect(stderr).toContain(said);
  });

  it('sends no original address unless asked to', async () => {
    const { code, stdout } = await cli(['attach', demo, '--to', 'text']);
    expect(code).toBe(0);
    expect(stdout).not.toMatch(/203\.0\.113\.8|198\.51\.100\.20/);
    const plain = await cli(['attach', demo, '--to', 'text', '--no-redact']);
    expect(plain.stdout).toContain('198.51.100.20');
  });

  it('refuses a network whose certificates are not checked', async () => {
    const env = { REDMINE_TOKEN: TOKEN, NODE_TLS_REJECT_UNAUTHORIZED: '0' };
    const { code, stderr } = await attach(['--to', 'redmine:1', '--url', 'https://redmine.example.com'], { env });
    expect(code).toBe(2);
    expect(stderr).toContain('NODE_TLS_REJECT_UNAUTHORIZED');
  });

  it('does not repeat a token that cannot be one', async () => {
    const env = { REDMINE_TOKEN: `${TOKEN} x\ny` };
    const { code, stdout, stderr } = await attach(['--to', 'redmine:1', '--url', 'http://127.0.0.1:1'], { env });
    expect(code).toBe(2);
    expect(stdout + stderr).not.toContain(TOKEN);
  });
});

it('--to text prints the comment', async () => {
  const { code, stdout } = await attach(['--to', 'text', '--lang', 'en']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^whyrst: 1 TCP reset finding\n\nProven: /);
  expect(stdout).not.toContain('**');
});

describe.each(['redmine:1', 'rt:1', 'gitlab:g/p#1', 'github:o/r#1', 'jira:K-1'])('--dry-run of %s', (to) => {
  it('prints the requests without the token, which comes from a file', async () => {
    const file = join(folder, 'token');
    writeFileSync(file, `${TOKEN}\n`);
    const argv = ['--to', to, '--url', 'http://127.0.0.1:1', '--token-file', file, '--dry-run', '--lang', 'zh,en'];
    const { code, stdout, stderr } = await attach(argv);
    expect([code, stderr.includes('试运行') || stderr.includes('Dry run')]).toEqual([0, true]);
    expect(stdout).toMatch(/^(?:POST|PUT) http:\/\/127\.0\.0\.1:1\//m);
    expect(stdout).toContain('***');
    expect(stdout).toContain('203.0.113.8:54012');
    expect(stdout + stderr).not.toContain(TOKEN);
  });
});

describe('a delivery that fails', () => {
  it('leaves the report on disk and says so with its own code', async () => {
    const url = await serve((_request, response) => void response.writeHead(401).end());
    const { code, stdout, stderr } = await attach(
      ['--to', 'redmine:1', '--url', url, '--token-file', '-', '--lang', 'en'],
      {
        stdin: Buffer.from(`${TOKEN}\n`),
      },
    );
    expect(code).toBe(5);
    expect(stderr).toContain(`in the folder ${folder}`);
    expect(stderr).toContain('HTTP 401');
    expect(stdout + stderr).not.toContain(TOKEN);
    expect(existsSync(join(folder, 'capture.whyrst.en.md'))).toBe(true);
  });

  it('of a file alone says which one, and has the same code', async () => {
    const url = await serve(async (request, response) => {
      for await (const _piece of request);
      const isUpload = request.url?.endsWith('/uploads') === true;
      response.writeHead(isUpload ? 413 : 200, { 'content-type': 'application/json' });
      response.end(request.method === 'GET' ? '[]' : '{}');
    });
    const env = { GITLAB_TOKEN: TOKEN };
    const { code, stderr } = await attach(['--to', 'gitlab:g/p#1', '--url', url, '--lang', 'en'], { env });
    expect(code).toBe(5);
    expect(stderr).toContain('gitlab:g/p#1: comment added.');
    expect(stderr).toMatch(/capture\.whyrst\.en\.md was not stored whole/);
  });
});

describe('a webhook', () => {
  it('gets the JSON of the template; its address is told to nobody', async () => {
    let body = '';
    const url = await serve(async (request, response) => {
      for await (const piece of request) body += String(piece);
      response.end('{}');
    });
    const template = join(folder, 'chat.mustache');
    writeFileSync(template, '{"msgtype":"text","text":{"content":"{{text}}"}}');
    const address = `webhook:${url}/send?key=${TOKEN}`;
    const { code, stdout, stderr } = await attach(['--to', address, '--template', template, '--lang', 'zh']);
    expect(code).toBe(0);
    expect((JSON.parse(body) as { text: { content: string } }).text.content).toContain('已证实：203.0.113.8:54012');
    expect(stdout + stderr).not.toContain(TOKEN);
    writeFileSync(template, '{"text": {{text}} }');
    expect((await attach(['--to', address, '--template', template])).code).toBe(2);
    writeFileSync(template, '{"text": "{{titel}}"}');
    const misspelt = await attach(['--to', address, '--template', template]);
    expect([misspelt.code, misspelt.stderr]).toEqual([2, expect.stringContaining('title')]);
    const dry = await attach(['--to', address, '--dry-run']);
    expect(dry.stdout + dry.stderr).not.toContain(TOKEN);
  });
});
