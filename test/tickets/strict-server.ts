/**
 * A server on loopback that allows what a description allows and refuses the rest: unknown paths, queries, fields, wrong types, missing
 * headers. The descriptions name their source.
 */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Ajv } from 'ajv';

/** One operation that a server knows. */
export interface Operation {
  readonly method: string;
  /** With `{name}` for what varies; a parameter holds no slash. */
  readonly path: string;
  readonly query?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON Schema of the body. */
  readonly body?: object;
  /** The body is a form with a file part of this name. */
  readonly file?: string;
}

export interface Description {
  readonly source: string;
  readonly operations: readonly Operation[];
}

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly bytes: Buffer;
  readonly headers: IncomingMessage['headers'];
}

export type Answer = (seen: Seen, operation: Operation) => { status: number; body?: unknown };

export interface StrictServer {
  readonly url: string;
  readonly seen: Seen[];
  /** What was not allowed; a test expects it to be empty. */
  readonly refused: string[];
  readonly close: () => Promise<void>;
}

const ajv = new Ajv({ strict: false });

/** Starts it; `answer` is asked for operations that were allowed. */
export async function strictServer(description: Description, answer: Answer): Promise<StrictServer> {
  const seen: Seen[] = [];
  const refused: string[] = [];
  const server = createServer(async (request, response) => {
    const one = await read(request);
    seen.push(one);
    const operation = description.operations.find((each) => isOf(one, each));
    const fault = operation === undefined ? 'no such operation' : faultIn(one, operation);
    if (fault !== null) refused.push(`${one.method} ${one.path}: ${fault}`);
    const isAllowed = operation !== undefined && fault === null;
    const told = isAllowed ? answer(one, operation) : { status: 400, body: { message: fault } };
    response.writeHead(told.status, { 'content-type': 'application/json' });
    response.end(told.body === undefined ? '' : JSON.stringify(told.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: urlOf(server), seen, refused, close: () => closed(server) };
}

const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

async function read(request: IncomingMessage): Promise<Seen> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  const bytes = Buffer.concat(pieces);
  const isJson = /json/.test(request.headers['content-type'] ?? '');
  const { method = '', url = '', headers } = request;
  return { method, path: url, headers, bytes, body: isJson ? JSON.parse(bytes.toString()) : null };
}

const addressOf = ({ path }: Seen): URL => new URL(path, 'http://x');

const isOf = (seen: Seen, { method, path }: Operation): boolean =>
  method === seen.method && matches(path, addressOf(seen).pathname);

function faultIn(seen: Seen, operation: Operation): string | null {
  const { headers, body, bytes } = seen;
  const unknown = [...addressOf(seen).searchParams.keys()].find((name) => operation.query?.includes(name) !== true);
  if (unknown !== undefined) return `query ${unknown}`;
  for (const [name, pattern] of Object.entries(operation.headers ?? {})) {
    if (!new RegExp(pattern).test(String(headers[name] ?? ''))) return `header ${name}: ${headers[name]}`;
  }
  if (operation.file !== undefined)
    return bytes.includes(`name="${operation.file}"; filename=`) ? null : 'no file part';
  if (operation.body === undefined) return bytes.length === 0 ? null : 'a body';
  return ajv.validate(operation.body, body) ? null : ajv.errorsText();
}

function matches(pattern: string, path: string): boolean {
  const asked = path.split('/');
  const known = pattern.split('/');
  return known.length === asked.length && known.every((part, index) => part.startsWith('{') || part === asked[index]);
}
