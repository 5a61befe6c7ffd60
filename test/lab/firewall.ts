import type { Stage } from './scenario.ts';
import type { Host } from './topology.ts';

/** Loads a rule that answers every TCP packet to a port with a RST: on the server for itself, on a router for what it forwards. */
export function rejectFromClient(stage: Pick<Stage, 'nft'>, host: Host, port: number): void {
  const hook = host === 'server' ? 'input' : 'forward';
  stage.nft(
    host,
    `table inet filter {
  chain reject_client {
    type filter hook ${hook} priority filter
    tcp dport ${port} counter reject with tcp reset
  }
}`,
  );
}

/** As {@link rejectFromClient}, for what the server sends, on a router. */
export function rejectFromServer(stage: Pick<Stage, 'nft'>, host: Host, port: number): void {
  stage.nft(
    host,
    `table inet filter {
  chain reject_server {
    type filter hook forward priority filter
    tcp sport ${port} counter reject with tcp reset
  }
}`,
  );
}

/** Makes a router answer SYNs to a port itself, with cookies, and connect to the server only for clients that answer (nft-synproxy). */
export function synproxy(stage: Pick<Stage, 'nft' | 'run'>, host: Host, port: number): void {
  stage.run(host, 'sysctl', '-q', '-w', 'net.netfilter.nf_conntrack_tcp_loose=0');
  stage.nft(
    host,
    `table ip shield {
  chain untracked {
    type filter hook prerouting priority raw
    tcp dport ${port} tcp flags syn notrack
  }
  chain answer {
    type filter hook forward priority filter
    tcp dport ${port} ct state invalid,untracked synproxy mss 1460 wscale 7 timestamp sack-perm
    ct state invalid drop
  }
}`,
  );
}

/** Makes a router refuse the first SYN of each address with a RST, remember the address, and let its further ones through. */
export function challengeStrangers(stage: Pick<Stage, 'nft'>, host: Host, port: number): void {
  stage.nft(
    host,
    `table inet guard {
  set known { type ipv4_addr; flags dynamic, timeout; timeout 60s; }
  chain test {
    type filter hook forward priority filter
    tcp dport ${port} tcp flags & (syn|ack) == syn ip saddr != @known add @known { ip saddr } counter reject with tcp reset
  }
}`,
  );
}
