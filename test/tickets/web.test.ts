/** The door to the network: patience, limits, and secrets that stay inside. */
import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { Secret } from '../../src/tickets/secret.ts';
import { Web } from '../../src/tickets/web.ts';
import { cert, key } from '../support/self-signed.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const webTo = (base: string, timeoutMs = 2000): Web =>
  new Web({ base, secret: new Secret('user:pass-word'), timeoutMs, backOffMs: 1, ticket: '12' });

/** Answers with these codes in turn, and counts. */
function codes(...list: readonly number[]): { readonly listener: RequestListener; readonly count: () => number } {
  let count = 0;
  const listener: RequestListener = (_request, response) => {
    const code = list[Math.min(count, list.length - 1)] ?? 500;
    count += 1;
    response.writeHead(code, code === 429 ? { 'retry-after': '0' } : {}).end('{"ok":true}');
  };
  return { listener, count: () => count };
}

describe('patience', () => {
  it.each([
    ['GET', [503, 429, 500, 200], 4],
    ['POST', [503, 429, 200], 3],
  ])('%s is repeated while the server is busy', async (method, list, times) => {
    const { listener, count } = codes(...list);
    const answer = await webTo(await serve(listener)).send('/x', { method });
    expect([answer.status, count()]).toEqual([200, times]);
  });

  it('a POST that may have been done is not repeated', async () => {
    const { listener, count } = codes(500, 200);
    await expect(webTo(await serve(listener)).send('/x', { method: 'POST' })).rejects.toMatchObject({
      code: 'ticket/refused',
    });
    expect(count()).toBe(1);
  });

  it('gives up when the server asks for more than a minute', async () => {
    let count = 0;
    const base = await serve((_request, response) => {
      count += 1;
      response.writeHead(429, { 'retry-after': '3600' }).end();
    });
    await expect(webTo(base).send('/x')).rejects.toMatchObject({ code: 'ticket/refused' });
    expect(count).toBe(1);
  });

  it.each([
    ['in seconds', () => '1', 900],
    // A date has whole seconds: what is left of the first one is lost.
    ['as a date', () => new Date(Date.now() + 2000).toUTCString(), 900],
    ['as a date that is over', () => new Date(0).toUTCString(), 0],
  ])('waits as long as the server asks, %s', async (_name, retryAfter, leastMs) => {
    let at = 0;
    const base = await serve((_request, response) => {
      if (at === 0) response.writeHead(503, { 'retry-after': retryAfter() }).end();
      else response.end('{}');
      at ||= performance.now();
    });
    await webTo(base).send('/x', { method: 'POST' });
    const waited = performance.now() - at;
    expect(waited).toBeGreaterThan(leastMs);
    expect(waited).toBeLessThan(leastMs + 1500);
  });

  it('waits twice as long each time', async () => {
    const at: number[] = [];
    const base = await serve((_request, response) => {
      at.push(performance.now());
      response.writeHead(500).end();
    });
    const web = new Web({ base, secret: new Secret('x'), timeoutMs: 2000, backOffMs: 40, ticket: '1' });
    await expect(web.send('/x')).rejects.toMatchObject({ code: 'ticket/refused', facts: { status: 500 } });
    const waits = at.slice(1).map((each, index) => each - (at[index] ?? 0));
    expect(waits).toHaveLength(3);
    for (const [index, least] of [40, 80, 160].entries()) expect(waits[index]).toBeGreaterThan(least - 2);
  });
});

describe('limits', () => {
  it('tells a slow server from one that is down', async () => {
    const slow = await serve(() => {});
    await expect(webTo(slow, 50).send('/x', { method: 'POST' })).rejects.toMatchObject({ code: 'ticket/slow' });
    const down = await serve(() => {});
    for (const close of closers.splice(-2)) close();
    await expect(webTo(down).send('/x', { method: 'POST' })).rejects.toMatchObject({
      code: 'ticket/unreachable',
      facts: { reason: 'ECONNREFUSED' },
    });
  });

  it('does not talk to a server whose certificate it cannot check', async () => {
    let reached = false;
    const server = createSecureServer({ key, cert }, (_request, response) => {
      reached = true;
      response.end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(() => server.close());
    const base = `https://localhost:${(server.address() as AddressInfo).port}`;
    await expect(webTo(base).send('/x', { method: 'POST' })).rejects.toMatchObject({
      code: 'ticket/unreachable',
      facts: { reason: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    });
    expect(reached).toBe(false);
  });

  it('follows no redirect', async () => {
    let reached = false;
    const other = await serve((_request, response) => {
      reached = true;
      response.end();
    });
    const base = await serve((_request, response) => void response.writeHead(302, { location: other }).end());
    await expect(webTo(base).send('/x')).rejects.toMatchObject({ code: 'ticket/refused', facts: { status: 302 } });
    expect(reached).toBe(false);
  });

  it('stops reading an endless answer', async () => {
    const base = await serve((_request, response) => {
      const more = (): void => {
        while (response.write(Buffer.alloc(1 << 20)));
        response.once('drain', more);
      };
      more();
    });
    await expect(webTo(base, 20_000).send('/x', { method: 'POST' })).rejects.toMatchObject({
      facts: { reason: 'EMSGSIZE' },
    });
  });
});

describe('secrets', () => {
  const basic = Buffer.from('user:pass-word').toString('base64');

  it('stay out of errors, even when the server repeats them', async () => {
    const base = await serve((request, response) => {
      response.writeHead(401).end(JSON.stringify({ message: `bad ${request.headers.authorization} pass-word` }));
    });
    const error = await webTo(base)
      .send('/x', { headers: { authorization: `Basic ${basic}` } })
      .catch((each: unknown) => each);
    expect(error).toMatchObject({ code: 'ticket/unauthorized', facts: { reason: 'bad Basic *** ***' } });
    expect(String(error)).not.toMatch(/pass-word/);
  });

  it('stay out of what a dry run shows', async () => {
    const web = new Web({
      base: 'http://127.0.0.1:1',
      secret: new Secret('token-1'),
      timeoutMs: 1,
      backOffMs: 1,
      ticket: '1',
      pretend: () => ({}),
    });
    await web.send('/x?key=token-1', {
      method: 'PUT',
      headers: { 'x-redmine-api-key': 'token-1', 'x-other': 'token-1' },
      body: 'token-1',
    });
    expect(web.drafts).toHaveLength(1);
    expect(JSON.stringify(web.drafts)).not.toContain('token-1');
  });

  it('stay out of JSON', () => {
    expect(JSON.stringify({ secret: new Secret('token-1') })).toBe('{"secret":"***"}');
  });
});
