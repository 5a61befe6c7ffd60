/**
 * `npm run lab [-- --write] [-- scenario...]`: replays the scenarios and compares each with its sample, or records the
 * samples anew. Needs root, namespaces, tracefs and tcpdump; without them it says so and exits 0.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const TOOLS = ['ip', 'nft', 'conntrack', 'tcpdump', 'ethtool', 'openssl', 'python3', 'unshare'];
const LAB = fileURLToPath(new URL('lab.ts', import.meta.url));
/** Private namespaces: when the first process in them ends, the kernel ends the others and drops every mount and link. */
const NAMESPACES = ['--mount', '--net', '--pid', '--fork'];

/** What this machine lacks, or undefined when the lab can run. */
function missing(): string | undefined {
  if (process.getuid?.() !== 0) return 'not root';
  const tool = TOOLS.find((name) => spawnSync('sh', ['-c', `command -v ${name}`]).status !== 0);
  if (tool !== undefined) return `no ${tool}`;
  if (!readFileSync('/proc/filesystems', 'utf8').includes('\ttracefs\n')) return 'the kernel has no tracefs';
  if (!existsSync('/dev/net/tun')) return 'no /dev/net/tun';
  if (spawnSync('unshare', [...NAMESPACES, 'true']).status !== 0) return 'namespaces are not permitted';
  return undefined;
}

const lack = missing();
if (lack !== undefined) {
  process.stdout.write(`skipped: ${lack}\n`);
} else {
  const args = [...NAMESPACES, process.execPath, '--import', 'tsx', LAB, String(process.pid), ...process.argv.slice(2)];
  // The lab listens on its standard input: when this process ends, in whatever way, it hears the end and tidies up.
  const child = spawn('unshare', args, { stdio: ['pipe', 'inherit', 'inherit'] });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.stdin.end());
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}
