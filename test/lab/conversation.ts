import type { ConnectOptions, Listener, Socket, SocketOption } from './actor.ts';
import { about } from './chance.ts';
import type { Stage } from './scenario.ts';
import { SERVER } from './topology.ts';

/** Marks a client's packets with DSCP CS1: a value that only a stack answering the packet itself would copy into its RST. */
export const MARKED: SocketOption = ['IPPROTO_IP', 'IP_TOS', 0x20];

export interface Opening extends ConnectOptions {
  readonly address?: string;
  /** Options of the listening socket, which accepted connections inherit. */
  readonly listening?: readonly SocketOption[];
}

/** Both ends of one connection. */
export interface Conversation {
  readonly listener: Listener;
  readonly near: Socket;
  readonly far: Socket;
}

/** Starts a service on the server and connects the client to it. */
export async function open(
  stage: Pick<Stage, 'client' | 'server'>,
  port: number,
  opening: Opening = {},
): Promise<Conversation> {
  const { address = SERVER, listening = [], ...options } = opening;
  const listener = await stage.server.listen(address, port, listening);
  const near = await stage.client.connect(address, port, options);
  return { listener, near, far: await listener.accept() };
}

/** A request and its answer of about these sizes, both read to their ends. */
export async function exchange(
  { near, far }: Pick<Conversation, 'near' | 'far'>,
  request = 120,
  reply = 240,
): Promise<void> {
  await near.send(about(request));
  await far.receive(about(request));
  await far.send(about(reply));
  await near.receive(about(reply));
}

/** The client closes first, the server answers in kind. */
export async function part({ near, far }: Pick<Conversation, 'near' | 'far'>): Promise<void> {
  await near.close();
  await far.receiveEnd();
  await far.close();
}
