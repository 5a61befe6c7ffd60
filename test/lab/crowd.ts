import type { Socket } from './actor.ts';
import { MARKED } from './conversation.ts';
import type { Stage } from './scenario.ts';
import { SERVER } from './topology.ts';

/** Admits three connections: `sk_acceptq_is_full` asks for more than the backlog. One of 1 would answer the second SYN with a cookie. */
const BACKLOG = 2;
const OPTIONS = { options: [MARKED] } as const;

/**
 * Two clients connect at once to a service that accepts nobody, when one place is left in its accept queue: the ACK of the
 * first takes it, the ACK of the second finds the queue full. Late recordings hold these two connections only.
 */
export async function crowd(stage: Stage, port: number): Promise<{ admitted: Socket; surplus: Socket }> {
  await stage.server.listen(SERVER, port, [], BACKLOG);
  for (let place = 0; place < BACKLOG; place += 1) await stage.client.connect(SERVER, port, OPTIONS);
  // The last ACK of these handshakes is still on its way when connect returns.
  await stage.pause(0.2);
  await stage.startLateRecordings();
  // Both SYNs must be there before the first ACK: a full queue does not answer a SYN.
  await stage.path.delay({ west: 0.03, east: 0.03 });
  const admitted = await stage.client.connect(SERVER, port, { ...OPTIONS, wait: 0 });
  return { admitted, surplus: await stage.client.connect(SERVER, port, OPTIONS) };
}
