import { port } from '../chance.ts';
import { exchange, open, part } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';
import { CLIENT, SERVER } from '../topology.ts';

/** Data far outside the receive window draws an ACK, not a RST, and the connection goes on (RFC 9293 section 3.10.7.4). */
export const scenario: Scenario = {
  samples: { 'out-of-window-data-no-rst': { at: 'server' } },
  control: true,
  async play(stage) {
    const conversation = await open(stage, port(9000));
    await exchange(conversation);
    const { send, receive } = await conversation.near.sequence();
    const ends = {
      source: CLIENT,
      source_port: conversation.near.port,
      destination: SERVER,
      destination_port: port(9000),
    };
    await stage.client.raw({
      ...ends,
      seq: send + 50_000_000,
      ack: receive,
      flags: 'PA',
      window: 63,
      payload: 'stray',
      ip_id: 77,
    });
    await stage.pause(0.7);
    await exchange(conversation);
    await part(conversation);
  },
};
