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
