/** What this machine offers to the lab. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { NAMESPACES } from './pool.ts';

const TOOLS = [
  'ip',
  'nft',
  'conntrack',
  'tcpdump',
  'ethtool',
  'openssl',
  'python3',
  'unshare',
  'flock',
  'nginx',
  'haproxy',
  'nmap',
];

/** What the machine lacks, or undefined when the lab can run. */
export function missing(): string | undefined {
  if (process.getuid?.() !== 0) return 'not root';
  const tool = TOOLS.find((name) => spawnSync('sh', ['-c', `command -v ${name}`]).status !== 0);
  if (tool !== undefined) return `no ${tool}`;
  if (!readFileSync('/proc/filesystems', 'utf8').includes('\ttracefs\n')) return 'the kernel has no tracefs';
  if (!existsSync('/dev/net/tun')) return 'no /dev/net/tun';
  if (spawnSync('unshare', [...NAMESPACES, 'true']).status !== 0) return 'namespaces are not permitted';
  return undefined;
}
