import type { Stage } from './scenario.ts';

/** Makes the customer's router translate IPv4 TCP to this address (and port range), forgetting every earlier translation. */
export function publicAddress(stage: Pick<Stage, 'nft' | 'run'>, address: string): void {
  stage.nft(
    'access',
    `table ip nat
delete table ip nat
table ip nat {
  chain postrouting {
    type nat hook postrouting priority srcnat
    oifname "wan0" meta l4proto tcp snat to ${address}
  }
}`,
  );
  stage.run('access', 'conntrack', '-F');
}
