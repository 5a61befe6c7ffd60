/**
 * Real servers and proxies, each with a configuration of the lab's own and nothing shared with the machine's. They listen on
 * one address, never on all: it is what the kernel's trace tells one lab's listeners from another's by.
 */
import { dirname } from 'node:path';
import type { Program } from './program.ts';
import type { Stage } from './scenario.ts';
import type { Host } from './topology.ts';

type Starting = Pick<Stage, 'file' | 'start'>;

/** Starts nginx as one process; `http` holds its server blocks, of which one listens on `port`. */
export function startNginx(stage: Starting, host: Host, port: number, http: string): Promise<Program> {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `  ${name}_temp_path ${name};`);
  const file = stage.file(
    `nginx-${port}.conf`,
    `daemon off;
master_process off;
user root;
pid nginx-${port}.pid;
error_log stderr;
events {}
http {
  access_log off;
${temporary.join('\n')}
${http}
}
`,
  );
  return stage.start(host, 'nginx', '-p', dirname(file), '-e', 'stderr', '-c', file).listening(port);
}

/** Starts HAProxy in the foreground; `sections` are its proxies, of which one listens on `port`. */
export function startHaproxy(stage: Starting, host: Host, port: number, sections: string): Promise<Program> {
  const file = stage.file(
    `haproxy-${port}.cfg`,
    `defaults
  mode tcp
  timeout connect 5s
  timeout client 30s
  timeout server 30s
${sections}
`,
  );
  return stage.start(host, 'haproxy', '-db', '-q', '-f', file).listening(port);
}

/** An HTTP/1.1 request without a body. */
export function get(path: string): string {
  return `GET ${path} HTTP/1.1\r\nHost: server.example\r\n\r\n`;
}
