/**
 * The network of the lab, in namespaces that only the lab's own mount and PID namespace can see:
 *
 *   client ── lan0 access wan0 ══ relay ══ isp0 core east0 ── up0 gate srv0 ── server
 *   192.0.2.10    .1  203.0.113.7 (TUN)  .1    .65       .66  198.51.100.1   198.51.100.20
 *
 * access is the customer's router (NAT), core the carrier's, gate the router in front of the server. The link between
 * access and core is slow and holds the middlebox (relay.py). Every host sends with TTL 64, so a packet of the server
 * reaches the client with TTL 61, one of gate with 62, one of core with 63, one of access with 64.
 */
import { execFileSync } from 'node:child_process';
import { hostPart } from './chance.ts';

/** Addresses that scenarios use (RFC 5737, RFC 3849); their host parts are the seed's. */
export const CLIENT = `192.0.2.${hostPart('client', 10, 20, 200)}`;
export const SERVER = `198.51.100.${hostPart('server', 20, 30, 160)}`;
export const CLIENT6 = `2001:db8:1::${hostPart('client', 10, 20, 200)}`;
export const SERVER6 = `2001:db8:4::${hostPart('server', 20, 30, 160)}`;
/** A further address that scenarios give to the server, for a balancer's second backend. */
export const SECOND_SERVER = `198.51.100.${hostPart('second server', 21, 192, 40)}`;
/** The outer address of the router in front of the server, where proxies listen, and its inner one. */
export const GATE = `203.0.113.${hostPart('gate', 66, 68, 56)}`;
export const INSIDE_GATE = '198.51.100.1';
/** The public address of the customer's router, and one that it can be given instead. */
export const PUBLIC = `203.0.113.${hostPart('public', 7, 12, 24)}`;
export const OTHER_PUBLIC = `203.0.113.${hostPart('other public', 8, 36, 24)}`;

export type Host = 'client' | 'access' | 'core' | 'gate' | 'server' | 'standby' | 'twin';

interface Port {
  readonly host: Host;
  readonly device: string;
  readonly addresses: readonly string[];
}

const CLIENT_PORT: Port = { host: 'client', device: 'eth0', addresses: [`${CLIENT}/24`, `${CLIENT6}/64`] };
const SERVER_PORT: Port = { host: 'server', device: 'eth0', addresses: [`${SERVER}/24`, `${SERVER6}/64`] };
const SLOW_LINK: readonly [Port, Port] = [
  { host: 'access', device: 'wan0', addresses: [`${PUBLIC}/26`, '2001:db8:2::2/64'] },
  { host: 'core', device: 'isp0', addresses: ['203.0.113.1/26', '2001:db8:2::1/64'] },
];
const CABLES: readonly (readonly [Port, Port])[] = [
  [CLIENT_PORT, { host: 'access', device: 'lan0', addresses: ['192.0.2.1/24', '2001:db8:1::1/64'] }],
  [
    { host: 'core', device: 'east0', addresses: ['203.0.113.65/26', '2001:db8:3::1/64'] },
    { host: 'gate', device: 'up0', addresses: [`${GATE}/26`, '2001:db8:3::2/64'] },
  ],
  [{ host: 'gate', device: 'srv0', addresses: [`${INSIDE_GATE}/24`, '2001:db8:4::1/64'] }, SERVER_PORT],
];
const ROUTES: readonly (readonly [host: Host, destination: string, via: string])[] = [
  ['client', 'default', '192.0.2.1'],
  ['client', 'default', '2001:db8:1::1'],
  ['access', 'default', '203.0.113.1'],
  ['access', 'default', '2001:db8:2::1'],
  ['core', '192.0.2.0/24', PUBLIC],
  ['core', '2001:db8:1::/64', '2001:db8:2::2'],
  ['core', '198.51.100.0/24', GATE],
  ['core', '2001:db8:4::/64', '2001:db8:3::2'],
  ['gate', 'default', '203.0.113.65'],
  ['gate', 'default', '2001:db8:3::1'],
];
/** Link address of the machine that takes over (locally administered, RFC 9542 §2.1). */
const STANDBY_CARD = '02:00:5e:00:53:02';
/** Link address of the machine that has the server's address by mistake. */
const TWIN_CARD = '02:00:5e:00:53:03';
const SERVER_ROUTES = [INSIDE_GATE, '2001:db8:4::1'];

/** Runs a program to its end; its error output is part of the error when it fails. */
export function run(program: string, args: readonly string[], input = ''): string {
  return execFileSync(program, args, { encoding: 'utf8', input, stdio: ['pipe', 'pipe', 'pipe'] });
}

/** Runs a program inside a host. */
export function runIn(host: Host, program: string, args: readonly string[], input = ''): string {
  return run('ip', ['netns', 'exec', host, program, ...args], input);
}

function ip(host: Host, ...words: string[]): void {
  run('ip', ['-n', host, ...words]);
}

/** Segments must be seen as they travel, with their checksums: whatever joins or delays them is switched off. */
function offloadsOff({ host, device }: Port): void {
  runIn(host, 'ethtool', ['-K', device, 'tso', 'off', 'gso', 'off', 'gro', 'off', 'tx', 'off', 'rx', 'off']);
}

function plug({ host, device, addresses }: Port): void {
  for (const address of addresses) {
    ip(host, 'addr', 'add', address, 'dev', device, ...(address.includes(':') ? ['nodad'] : []));
  }
  ip(host, 'link', 'set', device, 'up');
}

function addHost(host: Host, routes: boolean): void {
  run('ip', ['netns', 'add', host]);
  ip(host, 'link', 'set', 'lo', 'up');
  const forward = routes ? ['net.ipv4.ip_forward=1', 'net.ipv6.conf.all.forwarding=1'] : [];
  const settings = ['net.ipv6.conf.all.accept_dad=0', 'net.ipv6.conf.default.accept_dad=0', ...forward];
  runIn(host, 'sysctl', ['-q', '-w', ...settings]);
}

/** Makes the two devices of the slow link; packets flow once the relay holds them. */
function laySlowLink(): void {
  for (const { host, device } of SLOW_LINK) ip(host, 'tuntap', 'add', device, 'mode', 'tun');
}

/** Puts the network up; where that fails, what stood is taken down again. */
export function build(): void {
  retired = 0;
  try {
    lay();
  } catch (error) {
    remove();
    throw error;
  }
}

function lay(): void {
  for (const host of ['client', 'server'] as const) addHost(host, false);
  for (const host of ['access', 'core', 'gate'] as const) addHost(host, true);
  for (const [left, right] of CABLES) {
    ip(left.host, 'link', 'add', left.device, 'type', 'veth', 'peer', 'name', right.device, 'netns', right.host);
    for (const end of [left, right]) {
      offloadsOff(end);
      plug(end);
    }
  }
  laySlowLink();
  for (const port of SLOW_LINK) plug(port);
  for (const [host, destination, via] of ROUTES) ip(host, 'route', 'add', destination, 'via', via);
  for (const via of SERVER_ROUTES) ip('server', 'route', 'add', 'default', 'via', via);
}

/** Takes the network down; the processes in it must have ended. */
export function remove(): void {
  for (const name of hosts()) run('ip', ['netns', 'del', name]);
}

function hosts(): string[] {
  return run('ip', ['netns', 'list'])
    .split('\n')
    .flatMap((line) => line.split(' ')[0] || []);
}

/** RSTs that the TCP of all hosts says it sent (OutRsts of RFC 4022), IPv4 and IPv6, since the hosts exist. */
export function countSentResets(): number {
  return hosts().reduce((sum, host) => sum + sentBy(host), retired);
}

/** What the machines counted that were replaced. */
let retired = 0;

function sentBy(host: string): number {
  const [names = '', values = ''] = run('ip', ['netns', 'exec', host, 'grep', '^Tcp:', '/proc/net/snmp']).split('\n');
  return Number(values.split(' ')[names.split(' ').indexOf('OutRsts')]);
}

/** Whether an address is the client's own, or one that stands for it outside. */
export function isClient(address: string): boolean {
  return [CLIENT, CLIENT6, PUBLIC, OTHER_PUBLIC].includes(address);
}

/**
 * Every address of every host, and those that stand for the client outside; not the loopback's, which all programs of the machine
 * share in the kernel's trace.
 */
export function addresses(): Set<string> {
  const lines = hosts().flatMap((host) => run('ip', ['-n', host, '-o', 'addr', 'show', 'scope', 'global']).split('\n'));
  return new Set([PUBLIC, OTHER_PUBLIC, ...lines.flatMap((line) => / inet6? ([^/ ]+)/.exec(line)?.[1] ?? [])]);
}

/**
 * Puts a freshly started machine in the server's place: same cable, same addresses, a kernel that knows no connection.
 * The programs of the old machine go on running without a network, so nothing that they send reaches the wire.
 */
export function replaceServer(): void {
  retired += sentBy('server');
  run('ip', ['netns', 'add', 'next-server']);
  ip('server', 'link', 'set', 'eth0', 'netns', 'next-server');
  run('ip', ['netns', 'del', 'server']);
  addHost('server', false);
  run('ip', ['-n', 'next-server', 'link', 'set', 'eth0', 'netns', 'server']);
  run('ip', ['netns', 'del', 'next-server']);
  plug(SERVER_PORT);
  for (const via of SERVER_ROUTES) ip('server', 'route', 'add', 'default', 'via', via);
}

/**
 * Adds a second machine with the server's addresses on a cable of its own behind gate. Packets still go to the first one until
 * {@link routeTo} says otherwise.
 */
export function addStandby(): void {
  addHost('standby', false);
  ip('gate', 'link', 'add', 'srv1', 'type', 'veth', 'peer', 'name', 'eth0', 'netns', 'standby');
  const port: Port = { ...SERVER_PORT, host: 'standby' };
  offloadsOff(port);
  plug(port);
  ip('gate', 'link', 'set', 'srv1', 'up');
  for (const via of SERVER_ROUTES) ip('standby', 'route', 'add', 'default', 'via', via);
}

/** Makes gate send packets for the server's IPv4 address to one of the two machines, as a balancer with two backends would. */
export function routeTo(machine: 'server' | 'standby'): void {
  ip('gate', 'route', 'replace', `${SERVER}/32`, 'dev', machine === 'server' ? 'srv0' : 'srv1');
}

/** The server's machine fails, and one with another network card takes its place on the same link, as in a pair of hosts. */
export function failOver(): void {
  ip('server', 'link', 'set', 'eth0', 'down');
  ip('server', 'link', 'set', 'eth0', 'address', STANDBY_CARD);
  replaceServer();
  // The new owner announces itself; gate learns its card (keepalived sends gratuitous ARP).
  ip('gate', 'neigh', 'flush', 'dev', 'srv0');
}

/** Makes one more machine with the server's address for the server's own link; nobody knows of it until {@link plugInTwin}. */
export function addTwin(): void {
  addHost('twin', false);
  runIn('twin', 'sysctl', ['-q', '-w', 'net.ipv4.conf.default.arp_notify=1']);
  ip('server', 'link', 'add', 'twin0', 'link', 'eth0', 'type', 'macvlan', 'mode', 'bridge');
  ip('server', 'link', 'set', 'twin0', 'netns', 'twin');
  ip('twin', 'link', 'set', 'twin0', 'name', 'eth0', 'address', TWIN_CARD);
  ip('twin', 'addr', 'add', `${SERVER}/24`, 'dev', 'eth0');
}

/** By mistake: the machine announces itself, and gate believes it. */
export function plugInTwin(): void {
  ip('twin', 'link', 'set', 'eth0', 'up');
  ip('twin', 'route', 'add', 'default', 'via', INSIDE_GATE);
}
