import { fileURLToPath } from 'node:url';
import { Puppet, PuppetError } from './puppet.ts';

const PROGRAM = fileURLToPath(new URL('actor.py', import.meta.url));

/** A socket option by the names of Python's socket module: level, name, value. */
export type SocketOption = readonly [level: string, name: string, value: number];

/** What a socket speaks; a multipath socket falls back to TCP when the other side does not (RFC 8684 §3.1). */
export type Protocol = 'tcp' | 'mptcp';

export interface ConnectOptions {
  readonly source?: string;
  readonly source_port?: number;
  readonly options?: readonly SocketOption[];
  /** Default: plain TCP. */
  readonly protocol?: Protocol;
  /** Seconds to wait for the handshake; 0 returns as soon as the SYN is sent. */
  readonly wait?: number;
}

/** A handmade segment; fields as in `packets.build`. */
export interface RawSegment {
  readonly source: string;
  readonly source_port: number;
  readonly destination: string;
  readonly destination_port: number;
  readonly seq: number;
  readonly ack?: number;
  /** Letters of FSRPAU. */
  readonly flags?: string;
  readonly window?: number;
  readonly payload?: string;
  readonly ttl?: number;
  readonly ip_id?: number;
  readonly tos?: number;
}

interface Opened {
  readonly handle: number;
  readonly address: string;
  readonly port: number;
}

/** A connected socket of an {@link Actor}; every method is one system call, or a loop of one. */
export class Socket {
  readonly port: number;
  readonly #puppet: Puppet;
  readonly #on: number;

  constructor(puppet: Puppet, { handle, port }: Opened) {
    this.#puppet = puppet;
    this.#on = handle;
    this.port = port;
  }

  /** Sends a text, or that many bytes. */
  send(what: string | number): Promise<void> {
    return this.#do('send', typeof what === 'string' ? { text: what } : { size: what });
  }

  /** Reads until that many bytes have come or the peer has closed; says how many came. */
  receive(size: number): Promise<number> {
    return this.#do('receive', { size });
  }

  /** Reads what is there, or waits for the first of it; says how many bytes came, 0 at the end of the stream. */
  read(): Promise<number> {
    return this.#do('read');
  }

  /** Waits for the peer's FIN; throws when data comes instead. */
  async receiveEnd(): Promise<void> {
    if ((await this.receive(1)) !== 0) throw new Error('expected the end of the stream');
  }

  close(): Promise<void> {
    return this.#do('close');
  }

  /** SO_LINGER with time 0, then close. */
  abort(): Promise<void> {
    return this.#do('abort');
  }

  /** connect(AF_UNSPEC): the socket forgets its peer and stays open. */
  dissolve(): Promise<void> {
    return this.#do('dissolve');
  }

  /** Frees the socket without a word to the peer, as a power cut would. */
  vanish(): Promise<void> {
    return this.#do('vanish');
  }

  /** Ends the sending direction only. */
  finish(): Promise<void> {
    return this.#do('finish');
  }

  /** The next sequence numbers: `send` is SND.NXT including unsent data, `receive` is RCV.NXT. */
  sequence(): Promise<{ send: number; receive: number }> {
    return this.#do('sequence');
  }

  /** Runs the TLS handshake; the server names the file that holds its certificate and key. */
  async tls(certificate?: string): Promise<Socket> {
    return new Socket(this.#puppet, await this.#do<Opened>('tls', certificate === undefined ? {} : { certificate }));
  }

  /** Sends close_notify without waiting for the peer's. */
  tlsGoodbye(): Promise<void> {
    return this.#do('tls_goodbye');
  }

  #do<Result = void>(operation: string, args: object = {}): Promise<Result> {
    return this.#puppet.call<Result>({ do: operation, on: this.#on, ...args });
  }
}

export class Listener {
  readonly #puppet: Puppet;
  readonly #on: number;

  constructor(puppet: Puppet, { handle }: Opened) {
    this.#puppet = puppet;
    this.#on = handle;
  }

  async accept(): Promise<Socket> {
    return new Socket(this.#puppet, await this.#puppet.call<Opened>({ do: 'accept', on: this.#on }));
  }

  close(): Promise<void> {
    return this.#puppet.call({ do: 'close', on: this.#on });
  }
}

/** A program that runs in one host (network namespace) of the lab. */
export class Actor {
  readonly #puppet: Puppet;

  constructor(host: string) {
    this.#puppet = new Puppet('ip', ['netns', 'exec', host, 'python3', '-B', PROGRAM]);
  }

  async listen(
    address: string,
    port: number,
    options: readonly SocketOption[] = [],
    backlog = 16,
    protocol: Protocol = 'tcp',
  ): Promise<Listener> {
    const call = { do: 'listen', address, port, options, backlog, protocol };
    return new Listener(this.#puppet, await this.#puppet.call(call));
  }

  async connect(address: string, port: number, options: ConnectOptions = {}): Promise<Socket> {
    return new Socket(this.#puppet, await this.#puppet.call({ do: 'connect', address, port, ...options }));
  }

  /** Sends one handmade segment from this host. */
  raw(segment: RawSegment): Promise<void> {
    return this.#puppet.call({ do: 'raw', ...segment });
  }

  /** Ends the program as `kill -9` does. */
  kill(): Promise<void> {
    return this.#puppet.kill();
  }
}

/** Waits for a call that must fail with this errno; anything else is a failed scenario. */
export async function expectError(code: string, call: Promise<unknown>): Promise<void> {
  const outcome = await call.then(
    () => 'success',
    (error: unknown) => (error instanceof PuppetError ? error.code : String(error)),
  );
  if (outcome !== code) throw new Error(`expected ${code}, got ${outcome}`);
}
