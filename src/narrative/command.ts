/**
 * Commands of checklists. They are not ICU messages, since shells and tracers need braces, quotes and pipes of their own: only `{name}`
 * with a name of this list is replaced, everything else stays as it is written.
 */
import type { Endpoint, Verdict } from '../model/verdict.ts';
import { visible } from '../model/visible.ts';

const PLACEHOLDER = /\{([a-zA-Z]+)\}/g;

/** What a command may quote, beside the facts that every sentence may quote. */
export const commandNames = [
  'client',
  'server',
  'sender',
  'receiver',
  'clientAddress',
  'clientPort',
  'serverAddress',
  'serverPort',
  'senderAddress',
  'receiverAddress',
  'resetFrame',
  'watchSeconds',
] as const;

type CommandFacts = Readonly<Record<(typeof commandNames)[number], string>>;

/** `192.0.2.7:443`, `[2001:db8::7]:443` (RFC 3986 §3.2.2). */
export function endpointText({ address, port }: Endpoint): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** The addresses of one RST as commands quote them. */
export function commandFacts({ client, server, sender, reset, watchSeconds }: Verdict): CommandFacts {
  const [from, to] = sender === 'client' ? [client, server] : [server, client];
  return {
    client: endpointText(client),
    server: endpointText(server),
    sender: endpointText(from),
    receiver: endpointText(to),
    clientAddress: client.address,
    clientPort: String(client.port),
    serverAddress: server.address,
    serverPort: String(server.port),
    senderAddress: from.address,
    receiverAddress: to.address,
    resetFrame: String(reset.frame),
    watchSeconds: String(watchSeconds),
  };
}

/** Fills the placeholders of a command. Without facts (a catalogue entry without a RST) the names stay, as in a manual. */
export function fillCommand(command: string, facts: CommandFacts | null): string {
  if (facts === null) return command;
  return command.replace(PLACEHOLDER, (whole, name: string) =>
    Object.hasOwn(facts, name) ? visible(facts[name as keyof CommandFacts]) : whole,
  );
}
