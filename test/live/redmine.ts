/** Redmine on an empty SQLite database, and what a test wants to know of its issues. */
import { randomBytes } from 'node:crypto';
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, makeHome, runAsUser, Server } from './server.ts';

const APPLICATION = '/usr/share/redmine';
const SCRIPT = fileURLToPath(new URL('redmine.rb', import.meta.url));

export interface Attachment {
  readonly filename: string;
  readonly content_url: string;
  readonly content_type: string;
}

export interface Issue {
  /** The texts of its comments, oldest first. */
  readonly notes: readonly string[];
  readonly attachments: readonly Attachment[];
}

export class Redmine {
  readonly url: string;
  readonly key: string;
  readonly password: string;
  readonly #server: Server;
  readonly #remove: () => void;

  private constructor(url: string, key: string, password: string, server: Server, remove: () => void) {
    this.url = url;
    this.key = key;
    this.password = password;
    this.#server = server;
    this.#remove = remove;
  }

  static async start(): Promise<Redmine> {
    const home = makeHome('config', 'files', 'log', 'tmp');
    const at = (name: string): string => join(home.folder, name);
    writeFileSync(at('config/database.yml'), `production:\n  adapter: sqlite3\n  database: ${at('redmine.db')}\n`);
    writeFileSync(at('config/secret_key.txt'), randomBytes(32).toString('hex'));
    copyFileSync(SCRIPT, at('redmine.rb'));
    const [key, password, port] = [randomBytes(20).toString('hex'), randomBytes(12).toString('hex'), await freePort()];
    const env = {
      HOME: home.folder,
      RAILS_ENV: 'production',
      // Redmine joins it to its own folder of instances.
      REDMINE_INSTANCE: `../../../..${home.folder}`,
      POSTER_KEY: key,
      POSTER_PASSWORD: password,
      PORT: String(port),
      // Migrations would describe the database in a file of the package.
      SCHEMA: '/dev/null',
    };
    runAsUser('bundle', ['exec', 'rake', 'db:migrate'], env, APPLICATION);
    const server = new Server('ruby', [at('redmine.rb')], env, home, APPLICATION);
    const url = `http://127.0.0.1:${port}`;
    const redmine = new Redmine(url, key, password, server, home.remove);
    await server.ready(`${url}/users/current.json`, redmine.#headers);
    return redmine;
  }

  get #headers(): Readonly<Record<string, string>> {
    return { 'X-Redmine-API-Key': this.key, 'Content-Type': 'application/json' };
  }

  /** A new issue; its number. */
  async newIssue(): Promise<number> {
    const body = JSON.stringify({ issue: { project_id: 'live', subject: 'RST' } });
    const answer = await fetch(`${this.url}/issues.json`, { method: 'POST', headers: this.#headers, body });
    const { issue } = (await answer.json()) as { readonly issue: { readonly id: number } };
    return issue.id;
  }

  async issue(id: number): Promise<Issue> {
    const address = `${this.url}/issues/${id}.json?include=journals,attachments`;
    const answer = await fetch(address, { headers: this.#headers });
    const { issue } = (await answer.json()) as {
      readonly issue: { readonly journals: readonly { readonly notes: string }[]; readonly attachments: Attachment[] };
    };
    const notes = issue.journals.map((journal) => journal.notes).filter((text) => (text ?? '') !== '');
    return { notes, attachments: issue.attachments };
  }

  async download({ content_url }: Attachment): Promise<Uint8Array> {
    return new Uint8Array(await (await fetch(content_url, { headers: this.#headers })).arrayBuffer());
  }

  /** The page of an issue, as a browser gets it. */
  async page(id: number): Promise<string> {
    return (await fetch(`${this.url}/issues/${id}`)).text();
  }

  async set(settings: Readonly<Record<string, string>>): Promise<void> {
    await fetch(`${this.url}/-/settings?${new URLSearchParams(settings)}`);
  }

  sleep(): void {
    this.#server.sleep();
  }

  wake(): void {
    this.#server.wake();
  }

  async stop(): Promise<void> {
    await this.#server.stop();
    this.#remove();
  }
}
