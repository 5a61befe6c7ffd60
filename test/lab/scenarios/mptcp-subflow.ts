import { exchange } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER } from '../topology.ts';

const SECOND_ADDRESS = '192.0.2.11';

/** A client with two addresses opens a multipath connection and a second path to it; the server's administrator allows one path only. */
export const scenario: Scenario = {
  samples: { 'mptcp-subflow-reset': { at: 'server' } },
  elsewhere: [
    {
      at: ['client', 'middle'],
      sample: 'mptcp-subflow-reset',
      why: 'The option states the reason wherever it is read.',
    },
  ],
  async play(stage) {
    stage.run('client', 'ip', 'addr', 'add', `${SECOND_ADDRESS}/24`, 'dev', 'eth0');
    stage.run('client', 'ip', 'mptcp', 'limits', 'set', 'subflow', '2');
    stage.run('client', 'ip', 'mptcp', 'endpoint', 'add', SECOND_ADDRESS, 'subflow');
    stage.run('server', 'ip', 'mptcp', 'limits', 'set', 'subflow', '0');
    const listener = await stage.server.listen(SERVER, 443, [], 16, 'mptcp');
    const near = await stage.client.connect(SERVER, 443, { protocol: 'mptcp' });
    const pair = { near, far: await listener.accept() };
    await exchange(pair);
    await stage.pause(0.5);
    await exchange(pair);
    await stage.pause(0.3);
  },
};
