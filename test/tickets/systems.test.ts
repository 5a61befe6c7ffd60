/** Each system against a server that refuses whatever its description does not allow. */
import { afterEach, describe, expect, it } from 'vitest';
import { GitHub } from '../../src/tickets/github.ts';
import { GitLab } from '../../src/tickets/gitlab.ts';
import { Jira } from '../../src/tickets/jira.ts';
import { hiddenMark } from '../../src/tickets/marker.ts';
import { Secret } from '../../src/tickets/secret.ts';
import type { Post, Ticket } from '../../src/tickets/ticket.ts';
import { Web } from '../../src/tickets/web.ts';
import { github, gitlab, jiraCloud, jiraServer } from './descriptions.ts';
import { type Answer, type Description, type StrictServer, strictServer } from './strict-server.ts';

const pdf = {
  name: '诊断 报告.pdf',
  type: 'application/pdf',
  bytes: new Uint8Array([0x25, 0x50, 0x44, 0x46, 0, 255, 13, 10]),
};
const post: Post = {
  key: '0123456789abcdef',
  state: 'aaaaaaaaaaaaaaaa',
  findings: 'bbbbbbbbbbbbbbbb',
  title: 'whyrst',
  markdown: '**已证实：**端口关闭。\n\n- 一\n- `二`\n\n```wireshark\ntcp.flags.reset == 1\n```\n',
  followUp: 'changed',
  cutNotice: 'cut',
  files: [pdf],
};

let server: StrictServer | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

async function start(description: Description, answer: Answer): Promise<StrictServer> {
  server = await strictServer(description, answer);
  return server;
}

const webTo = ({ url }: StrictServer, token: string): Web =>
  new Web({ base: url, secret: new Secret(token), timeoutMs: 5000, backOffMs: 1, ticket: '12' });

describe('GitLab', () => {
  const answer =
    (notes: readonly object[]): Answer =>
    ({ method, path }) => {
      if (method === 'GET') return { status: 200, body: path.endsWith('page=1') ? notes : [] };
      return path.endsWith('/uploads')
        ? {
            status: 201,
            body: {
              id: 5,
              alt: 'x',
              url: '/uploads/5/x.pdf',
              full_path: '/-/project/5/uploads/5/x.pdf',
              markdown: '[x](/uploads/5/x.pdf)',
            },
          }
        : { status: 201, body: { id: 7 } };
    };
  const open = (at: StrictServer): Ticket => new GitLab(webTo(at, 'glpat-secret'), 'group/sub/proj#12');

  it('comments with the link of the uploaded file', async () => {
    const at = await start(gitlab, answer([]));
    expect(await open(at).post(post)).toEqual({ action: 'created', left: [] });
    expect(at.refused).toEqual([]);
    const { path, body } = at.seen.at(-1) ?? {};
    expect(path).toBe('/api/v4/projects/group%2Fsub%2Fproj/issues/12/notes');
    expect((body as { body: string }).body).toContain(`[x](/uploads/5/x.pdf)\n\n${hiddenMark(post.key, post.state)}`);
    expect(at.seen.find(({ path: each }) => each.endsWith('/uploads'))?.bytes.includes(Buffer.from(pdf.bytes))).toBe(
      true,
    );
  });

  it('updates its own comment, and leaves alone what is the same', async () => {
    const at = await start(
      gitlab,
      answer([
        { id: 3, body: 'x' },
        { id: 7, body: `y ${hiddenMark(post.key, 'cccccccccccccccc')}` },
      ]),
    );
    expect(await open(at).post(post)).toEqual({ action: 'updated', left: [] });
    expect(at.seen.at(-1)).toMatchObject({
      method: 'PUT',
      path: '/api/v4/projects/group%2Fsub%2Fproj/issues/12/notes/7',
    });
    expect(at.refused).toEqual([]);
    await at.close();
    const same = await start(gitlab, answer([{ id: 7, body: hiddenMark(post.key, post.state) }]));
    expect(await open(same).post(post)).toEqual({ action: 'unchanged', left: [] });
    expect(same.seen.map(({ method }) => method)).toEqual(['GET']);
  });

  it('finds its own comment on the second page, and asks no server for ever', async () => {
    const others = Array.from({ length: 20 }, (_, id) => ({ id: id + 1, body: 'x' }));
    const own = [{ id: 700, body: hiddenMark(post.key, post.state) }];
    const at = await start(gitlab, ({ path }) => ({ status: 200, body: path.endsWith('page=1') ? others : own }));
    expect(await open(at).post(post)).toEqual({ action: 'unchanged', left: [] });
    expect([at.seen.length, at.refused]).toEqual([2, []]);
    await at.close();
    const endless = await start(gitlab, (seen, operation) =>
      seen.method === 'GET' ? { status: 200, body: others } : answer([])(seen, operation),
    );
    expect((await open(endless).post(post)).action).toBe('created');
    expect(endless.seen.filter(({ method }) => method === 'GET')).toHaveLength(50);
  });

  it('comments without a file that is too large', async () => {
    const at = await start(gitlab, (seen, operation) =>
      seen.path.endsWith('/uploads') ? { status: 413, body: { message: 'too large' } } : answer([])(seen, operation),
    );
    expect(await open(at).post(post)).toEqual({ action: 'created', left: [{ name: pdf.name, reason: 'too-large' }] });
  });
});

describe.each([
  ['Cloud', jiraCloud, true],
  ['Server', jiraServer, false],
] as const)('Jira %s', (_name, description, isCloud) => {
  const answer =
    (comments: readonly object[], uploadLimit = 1000): Answer =>
    ({ method, path }) => {
      if (path.includes('/attachment/meta')) return { status: 200, body: { enabled: true, uploadLimit } };
      if (method === 'GET') {
        // Properties come to those who ask for them.
        const shown = path.includes('expand=properties')
          ? comments
          : comments.map((each) => ({ ...each, properties: [] }));
        return { status: 200, body: { comments: shown, total: comments.length, startAt: 0, maxResults: 100 } };
      }
      return path.endsWith('/attachments') ? { status: 200, body: [{ id: '1' }] } : { status: 201, body: { id: '9' } };
    };
  const open = (at: StrictServer): Ticket => new Jira(webTo(at, 'me@example.com:secret'), 'KEY-12', isCloud);
  const earlier = (state: string): object => ({
    id: '9',
    properties: [{ key: 'whyrst', value: { key: post.key, state } }],
  });

  it('comments in its own markup and attaches the file', async () => {
    const at = await start(description, answer([]));
    expect(await open(at).post(post)).toEqual({ action: 'created', left: [] });
    expect(at.refused).toEqual([]);
    expect(at.seen.some(({ bytes }) => bytes.includes(Buffer.from(pdf.bytes)))).toBe(true);
  });

  it('updates its own comment, and leaves alone what is the same', async () => {
    const at = await start(description, answer([earlier('cccccccccccccccc')]));
    expect(await open(at).post(post)).toEqual({ action: 'updated', left: [] });
    expect(at.refused).toEqual([]);
    await at.close();
    const same = await start(description, answer([earlier(post.state)]));
    expect(await open(same).post(post)).toEqual({ action: 'unchanged', left: [] });
  });

  it('sends every kind of block as its documentation allows', async () => {
    const at = await start(description, answer([]));
    const kinds =
      '# a\n\n1. b\n   - c\n\n> d\n\n| `e` | **f** |\n| --- | --- |\n| [`g`](https://h) | i<br>j |\n\n---\n\nk  \nl';
    await open(at).post({ ...post, markdown: `${post.markdown}\n\n${kinds}`, files: [] });
    expect([at.seen.length, at.refused]).toEqual([2, []]);
  });

  it('does not send a file over the limit', async () => {
    const at = await start(description, answer([], 4));
    expect(await open(at).post(post)).toEqual({ action: 'created', left: [{ name: pdf.name, reason: 'too-large' }] });
    expect(at.seen.some(({ path }) => path.endsWith('/attachments'))).toBe(false);
  });
});

it('Jira Server takes a personal token as well', async () => {
  const at = await start(jiraServer, ({ method }) => ({
    status: method === 'GET' ? 200 : 201,
    body: { comments: [] },
  }));
  const ticket = new Jira(webTo(at, 'personal-token'), 'KEY-12', false);
  expect((await ticket.post({ ...post, files: [] })).action).toBe('created');
  expect(at.seen.map(({ headers }) => headers.authorization)).toEqual([
    'Bearer personal-token',
    'Bearer personal-token',
  ]);
  expect(at.refused).toEqual([]);
});

describe('GitHub', () => {
  const answer =
    (comments: readonly object[]): Answer =>
    ({ method }) => ({ status: method === 'POST' ? 201 : 200, body: method === 'GET' ? comments : { id: 7 } });
  const open = (at: StrictServer): Ticket => new GitHub(webTo(at, 'ghp_secret'), 'owner/repo#12');

  it('comments and says that it takes no files', async () => {
    const at = await start(github(), answer([]));
    expect(await open(at).post(post)).toEqual({ action: 'created', left: [{ name: pdf.name, reason: 'not-taken' }] });
    expect(at.refused).toEqual([]);
    expect(at.seen.at(-1)?.body).toEqual({
      body: `${post.markdown.trimEnd()}\n\n${hiddenMark(post.key, post.state)}\n`,
    });
  });

  it('updates its own comment on the second page', async () => {
    const page = Array.from({ length: 100 }, (_, id) => ({ id: id + 1, body: 'x' }));
    const at = await start(github(), (seen, operation) =>
      answer(seen.path.includes('page=2') ? [{ id: 700, body: hiddenMark(post.key, 'cccccccccccccccc') }] : page)(
        seen,
        operation,
      ),
    );
    expect((await open(at).post(post)).action).toBe('updated');
    expect(at.refused).toEqual([]);
    expect(at.seen.at(-1)).toMatchObject({ method: 'PATCH', path: '/repos/owner/repo/issues/comments/700' });
  });

  it('cuts a long comment between blocks to the limit', async () => {
    const at = await start(github(), answer([]));
    const block = `\`\`\`\n${'x'.repeat(30_000)}\n\`\`\``;
    await open(at).post({ ...post, markdown: [block, block, block].join('\n\n') });
    const [{ body }] = at.seen.slice(-1).map((each) => each.body) as [{ body: string }];
    expect(body.length).toBeLessThanOrEqual(65_536);
    expect(body.match(/^```$/gm)).toHaveLength(4);
    expect(body).toContain(`\n\n${post.cutNotice}\n\n<!-- whyrst:`);
  });
});
