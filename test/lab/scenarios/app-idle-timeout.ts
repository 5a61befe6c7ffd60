import { exchange } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER } from '../topology.ts';

const IDLE_SECONDS = 2;

/** A service drops each connection, with SO_LINGER 0, as soon as it has been silent for 2 s; a busier one lives on. */
export const scenario: Scenario = {
  samples: { 'app-idle-timeout': { at: 'server' }, 'app-idle-timeout-seen-at-client': { at: 'client' } },
  elsewhere: [
    {
      at: ['middle'],
      sample: 'app-idle-timeout-seen-at-client',
      why: 'The same silences, the same survivor and the same RSTs pass here.',
    },
  ],
  async play(stage) {
    const listener = await stage.server.listen(SERVER, 8443);
    const meet = async (): Promise<{
      near: Awaited<ReturnType<typeof stage.client.connect>>;
      far: Awaited<ReturnType<typeof listener.accept>>;
    }> => {
      const near = await stage.client.connect(SERVER, 8443);
      const both = { near, far: await listener.accept() };
      await exchange(both);
      return both;
    };
    const idle = [];
    for (let each = 0; each < 3; each += 1) {
      idle.push({ far: (await meet()).far, due: Date.now() + IDLE_SECONDS * 1000 });
      await stage.pause(0.4);
    }
    const busy = await meet();
    for (const { far, due } of idle) {
      await stage.pause(Math.max(0, due - Date.now()) / 1000);
      await far.abort();
    }
    await stage.pause(0.3);
    await exchange(busy);
  },
};
