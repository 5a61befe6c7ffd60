import { port } from '../chance.ts';
import { MARKED } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';
import { startHaproxy } from '../servers.ts';
import { SERVER } from '../topology.ts';

const OPTIONS = { options: [MARKED] };

/** HAProxy frees unwanted connections without a word (`silent-drop`); one client says nothing, one sends a request into the void. */
export const scenario: Scenario = {
  samples: { 'haproxy-silent-drop': { at: 'server' } },
  async play(stage) {
    const rule = 'tcp-request connection silent-drop';
    const service = `listen db\n  bind ${SERVER}:${port(3306)}\n  ${rule}\n  server one 127.0.0.1:3307`;
    await startHaproxy(stage, 'server', port(3306), service);
    await stage.client.connect(SERVER, port(3306), OPTIONS);
    const near = await stage.client.connect(SERVER, port(3306), OPTIONS);
    await stage.pause(1.6);
    await near.send(60);
    await stage.pause(0.4);
    await stage.client.connect(SERVER, port(3306), OPTIONS);
    await stage.pause(0.2);
  },
};
