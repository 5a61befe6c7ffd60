/** A whole delivery when the network or the server fails: what is repeated, and that nothing is told twice. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { deliver, type RemoteSystem } from '../../src/tickets/open-ticket.ts';
import type { Post } from '../../src/tickets/ticket.ts';

const post: Post = {
  key: '0123456789abcdef',
  state: 'aaaaaaaaaaaaaaaa',
  findings: 'bbbbbbbbbbbbbbbb',
  title: 'whyrst',
  markdown: 'x',
  followUp: 'x',
  cutNotice: 'cut',
  files: [],
};

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const deliverTo = (system: RemoteSystem, ticket: string, base: string) =>
  deliver({ system, ticket }, post, {
    base,
    token: 'secret',
    timeoutMs: 200,
    backOffMs: 1,
    redmineMarkup: 'markdown',
    template: null,
    isDry: false,
  });

/** GitHub's comments; each POST is stored, and `answer` says what becomes of its answer. */
function comments(answer: (stored: number) => 'lost' | number) {
  const stored: object[] = [];
  const methods: string[] = [];
  const listener: RequestListener = async (request, response) => {
    methods.push(request.method ?? '');
    response.setHeader('content-type', 'application/json');
    if (request.method === 'GET') return void response.end(JSON.stringify(stored));
    let text = '';
    for await (const piece of request) text += String(piece);
    stored.push({ id: stored.length + 1, ...(JSON.parse(text) as object) });
    const told = answer(stored.length);
    if (told === 'lost') request.socket.destroy();
    else response.writeHead(told).end('{}');
  };
  return { stored, methods, listener };
}

it.each([['lost'], [502]] as const)('a comment whose answer was %s is found again', async (answer) => {
  const github = comments(() => answer);
  const { posted } = await deliverTo('github', 'o/r#1', await serve(github.listener));
  expect([posted.action, github.stored.length, github.methods]).toEqual(['arrived', 1, ['GET', 'POST', 'GET']]);
});

it('a comment that is refused is not tried again', async () => {
  const github = comments(() => 422);
  // Refused with a reason; without one it would be a conflict.
  const base = await serve((request, response) =>
    request.method === 'GET'
      ? github.listener(request, response)
      : void response.writeHead(422).end(JSON.stringify({ message: 'Validation Failed' })),
  );
  await expect(deliverTo('github', 'o/r#1', base)).rejects.toMatchObject({
    code: 'ticket/refused',
    facts: { status: 422, reason: 'Validation Failed' },
  });
  expect(github.methods).toEqual(['GET']);
});

it('a conflict of two edits, which Redmine answers with 422 and no reason, is tried again', async () => {
  const notes: string[] = [];
  let writes = 0;
  const base = await serve(async (request, response) => {
    if (request.url?.startsWith('/users/')) return void response.end('{"user":{"id":1}}');
    if (request.method === 'GET') {
      const journals = notes.map((each) => ({ id: 1, user: { id: 1 }, notes: each }));
      return void response.end(JSON.stringify({ issue: { journals } }));
    }
    let text = '';
    for await (const piece of request) text += String(piece);
    writes += 1;
    if (writes === 1) return void response.writeHead(422).end('{"errors":[]}');
    notes.push((JSON.parse(text) as { issue: { notes: string } }).issue.notes);
    response.writeHead(204).end();
  });
  expect((await deliverTo('redmine', '1', base)).posted.action).toBe('created');
  expect([writes, notes.length]).toEqual([2, 1]);
});

it('a server that does not answer is asked four times in all', async () => {
  let asked = 0;
  const base = await serve(() => {
    asked += 1;
  });
  await expect(deliverTo('github', 'o/r#1', base)).rejects.toMatchObject({ code: 'ticket/slow' });
  expect(asked).toBe(4);
});

it('a webhook, which nobody can ask what arrived, is told once', async () => {
  let asked = 0;
  const base = await serve((request) => {
    asked += 1;
    request.socket.destroy();
  });
  await expect(deliverTo('webhook', '', base)).rejects.toMatchObject({ code: 'ticket/unreachable' });
  expect(asked).toBe(1);
});
