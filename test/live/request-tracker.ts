/** Request Tracker on a new SQLite database, and what a test wants to know of its tickets. */
import { randomBytes } from 'node:crypto';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Environment, freePort, type Home, makeHome, runAsUser, Server } from './server.ts';

const SERVER = '/usr/share/request-tracker5/libexec/rt-server';
const SETUP = '/usr/sbin/rt-setup-database-5';

/** What its configuration reads. */
interface Surroundings extends Environment {
  readonly POSTER_PASSWORD: string;
  readonly PORT: string;
}

/** What RT does with files over its limit. */
export interface Limit {
  readonly bytes: number;
  readonly what: 'cut' | 'dropped';
}

/** A text or a file of a comment. */
export interface Part {
  readonly subject: string;
  readonly filename: string;
  readonly type: string;
  readonly content: Uint8Array;
}

interface Items {
  readonly items: readonly { readonly id: string; readonly Type?: string }[];
}

export class RequestTracker {
  readonly url: string;
  readonly password: string;
  readonly token: string;
  readonly #home: Home;
  readonly #env: Surroundings;
  #server: Server;

  private constructor(url: string, env: Surroundings, token: string, home: Home, server: Server) {
    this.url = url;
    this.password = env.POSTER_PASSWORD;
    this.token = token;
    this.#env = env;
    this.#home = home;
    this.#server = server;
  }

  static async start(): Promise<RequestTracker> {
    const home = makeHome('etc', 'etc/more');
    const at = (name: string): string => join(home.folder, name);
    for (const name of ['rt-site-config.pm', 'rt-seed.pl']) {
      copyFileSync(fileURLToPath(new URL(name, import.meta.url)), at(`etc/${name}`));
    }
    const [password, port] = [randomBytes(12).toString('hex'), await freePort()];
    const env = {
      HOME: home.folder,
      RT_SITE_CONFIG: at('etc/rt-site-config.pm'),
      RT_SITE_CONFIG_DIR: at('etc/more'),
      POSTER_PASSWORD: password,
      PORT: String(port),
    };
    runAsUser(SETUP, ['--action', 'init', '--dba-password', ''], env, '/');
    const token = runAsUser('perl', [at('etc/rt-seed.pl')], env, '/').trim();
    const server = serve(env, home);
    const rt = new RequestTracker(`http://127.0.0.1:${port}`, env, token, home, server);
    await rt.#ready();
    return rt;
  }

  /** The same tickets, served with a limit for files or without one. */
  async restart(limit?: Limit): Promise<void> {
    await this.#server.stop();
    const limits = limit === undefined ? {} : { LARGEST: String(limit.bytes), WHAT_IS_LONGER: limit.what };
    this.#server = serve({ ...this.#env, ...limits }, this.#home);
    await this.#ready();
  }

  async newTicket(): Promise<number> {
    const headers = { ...this.#headers, 'Content-Type': 'application/json' };
    const body = JSON.stringify({ Queue: 'live', Subject: 'RST', Content: 'RST', ContentType: 'text/plain' });
    const answer = await fetch(`${this.url}/REST/2.0/ticket`, { method: 'POST', headers, body });
    return Number(((await answer.json()) as { readonly id: string }).id);
  }

  /** The comments of a ticket with their parts, oldest first. */
  async comments(ticket: number): Promise<readonly (readonly Part[])[]> {
    const history = await this.#get<Items>(`/ticket/${ticket}/history?fields=Type&per_page=100`);
    const comments: Part[][] = [];
    for (const { id, Type } of history.items) {
      if (Type !== 'Comment') continue;
      const list = await this.#get<Items>(`/transaction/${id}/attachments?per_page=100`);
      comments.push(await Promise.all(list.items.map((each) => this.#part(each.id))));
    }
    return comments;
  }

  async #part(id: string): Promise<Part> {
    const told = await this.#get<Readonly<Record<string, string | null>>>(`/attachment/${id}`);
    const text = (name: string): string => told[name] ?? '';
    const content = Buffer.from(text('Content'), 'base64');
    return { subject: text('Subject'), filename: text('Filename'), type: text('ContentType'), content };
  }

  /** The page of a ticket with its history, as a browser gets it. */
  async page(ticket: number): Promise<string> {
    const login = new URLSearchParams({ user: 'poster', pass: this.password });
    const init = { method: 'POST', body: login, redirect: 'manual' } as const;
    const { headers } = await fetch(`${this.url}/NoAuth/Login.html`, init);
    const cookie = headers.get('set-cookie')?.split(';', 1)[0] ?? '';
    return (await fetch(`${this.url}/Ticket/History.html?id=${ticket}`, { headers: { cookie } })).text();
  }

  sleep(): void {
    this.#server.sleep();
  }

  wake(): void {
    this.#server.wake();
  }

  async stop(): Promise<void> {
    await this.#server.stop();
    this.#home.remove();
  }

  get #headers(): Readonly<Record<string, string>> {
    return { Authorization: `token ${this.token}` };
  }

  async #get<T>(path: string): Promise<T> {
    return (await fetch(`${this.url}/REST/2.0${path}`, { headers: this.#headers })).json() as Promise<T>;
  }

  async #ready(): Promise<void> {
    await this.#server.ready(`${this.url}/REST/2.0/rt`, this.#headers);
  }
}

function serve(env: Surroundings, home: Home): Server {
  return new Server(SERVER, ['--host', '127.0.0.1', '--port', env.PORT, '--max-workers', '2'], env, home, '/');
}
