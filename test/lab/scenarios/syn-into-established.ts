import { port } from '../chance.ts';
import { exchange, open, part } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';
import { CLIENT, SERVER } from '../topology.ts';

/** A SYN reaches an established connection: the server asks back (challenge ACK, RFC 5961 section 4), and both go on. */
export const scenario: Scenario = {
  samples: {},
  control: true,
  async play(stage) {
    const conversation = await open(stage, port(9000));
    await exchange(conversation);
    const { send } = await conversation.near.sequence();
    const ends = {
      source: CLIENT,
      source_port: conversation.near.port,
      destination: SERVER,
      destination_port: port(9000),
    };
    await stage.client.raw({ ...ends, seq: send + 1000, flags: 'S', window: 64240, ip_id: 77 });
    await stage.pause(0.5);
    await exchange(conversation);
    await part(conversation);
  },
};
