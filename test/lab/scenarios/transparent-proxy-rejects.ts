import { port } from '../chance.ts';
import type { Scenario } from '../scenario.ts';
import { startHaproxy } from '../servers.ts';
import { SERVER } from '../topology.ts';
import { aborted } from '../truths.ts';

const INNER_ROUTER = '192.0.2.1';
const PROXY_PORT = 3129;

const REJECTED = aborted('TCP_STATE', {
  cause: 'app-reject-after-accept',
  sameTrace: ['proxy-upstream-failure'],
  why: "The customer's router redirects web connections to a proxy of its own, which accepts them in the server's name and drops them by its rules. For TCP the proxy is the other end: time stamps, numbers and TTL are consistent, and that the server never heard of it can be seen only at the server.",
});

/** A transparent proxy on the customer's router accepts connections in the server's name and drops those that its rules forbid. */
export const scenario: Scenario = {
  samples: {
    'transparent-proxy-rejects': { at: 'client', resets: [REJECTED, REJECTED, REJECTED] },
    'transparent-proxy-rejects-no-rst': { at: 'server', resets: [] },
  },
  async play(stage) {
    stage.nft(
      'access',
      `table ip intercept {
  chain prerouting {
    type nat hook prerouting priority dstnat
    iifname "lan0" tcp dport ${port(80)} redirect to :${PROXY_PORT}
  }
}`,
    );
    await stage.server.listen(SERVER, port(80));
    const rule = 'tcp-request connection reject';
    const service = `listen web\n  bind ${INNER_ROUTER}:${PROXY_PORT}\n  ${rule}\n  server one ${SERVER}:${port(80)}`;
    await startHaproxy(stage, 'access', PROXY_PORT, service);
    for (let attempt = 0; attempt < 3; attempt += 1) {
      // So near, the RST may come before connect() has returned.
      await stage.client.connect(SERVER, port(80)).catch(() => {});
      await stage.pause(0.4);
    }
  },
};
