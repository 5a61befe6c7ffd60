import type { Stage } from './scenario.ts';

/** Makes the customer's router translate the source of IPv4 TCP as nftables' `snat to` says. */
export function translate(stage: Pick<Stage, 'nft'>, to: string): void {
  stage.nft(
    'access',
    `table ip nat
delete table ip nat
table ip nat {
  chain postrouting {
    type nat hook postrouting priority srcnat
    oifname "wan0" meta l4proto tcp snat to ${to}
  }
}`,
  );
}

/** As {@link translate}, to this address (and port range), forgetting every earlier translation. */
export function publicAddress(stage: Pick<Stage, 'nft' | 'run'>, address: string): void {
  translate(stage, address);
  stage.run('access', 'conntrack', '-F');
}
