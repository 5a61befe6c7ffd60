import { describe, expect, it } from 'vitest';
import type { Packet } from '../../src/model/packet.ts';
import { AddressMap } from '../../src/redact/address-map.ts';
import { PacketRedactor } from '../../src/redact/packet-redactor.ts';
import { encapsulations } from '../support/encapsulations.ts';
import { ethernetBytes, frameBytes, ipBytes, ipv4Bytes, MACS, udpBytes } from '../support/packet-bytes.ts';
import { rareEncapsulations } from '../support/rare-encapsulations.ts';

const key = Buffer.alloc(32, 7);
const SECRET = 'user=alice&password=swordfish';

function redact(bytes: Uint8Array, linkType = 1, wireLength = bytes.length): Buffer {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const place = { frame: 1, timeUs: 0, interfaceId: 0, offset: 0, start: 0 };
  const packet: Packet = { ...place, linkType, view, capturedLength: bytes.length, wireLength };
  const { view: after, start, capturedLength } = new PacketRedactor(new AddressMap(key)).redact(packet);
  return Buffer.from(after.buffer, after.byteOffset + start, capturedLength);
}

const sumOf = (bytes: Buffer, from: number, end: number): number => {
  let sum = 0;
  for (let at = from; at < end; at += 2) sum += (bytes[at] ?? 0) * 256 + (at + 1 < end ? (bytes[at + 1] ?? 0) : 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return sum;
};
/** The sum over pseudo header and segment of an Ethernet frame with IPv4: 0xffff when the checksum is right. */
function tcpSum(frame: Buffer): number {
  const length = frame.readUInt16BE(16) - 20;
  const pseudo = Buffer.concat([frame.subarray(26, 34), Buffer.from([0, 6, length >>> 8, length & 255])]);
  return sumOf(Buffer.concat([pseudo, frame.subarray(34, 34 + length)]), 0, 12 + length);
}

/** A frame whose checksums are right. */
function soundFrame(payload: Uint8Array = Buffer.from(SECRET)): Buffer {
  const frame = Buffer.from(frameBytes({ payload: [...payload] }));
  frame.writeUInt16BE(0, 24);
  frame.writeUInt16BE(~sumOf(frame, 14, 34) & 0xffff, 24);
  frame.writeUInt16BE(0, 50);
  frame.writeUInt16BE(~tcpSum(frame) & 0xffff, 50);
  return frame;
}

describe('a redacted frame', () => {
  it('keeps good checksums good', () => {
    const frame = soundFrame();
    expect([sumOf(frame, 14, 34), tcpSum(frame)]).toEqual([0xffff, 0xffff]);
    const after = redact(frame);
    expect(after.equals(frame)).toBe(false);
    expect([sumOf(after, 14, 34), tcpSum(after)]).toEqual([0xffff, 0xffff]);
  });

  it('keeps bad checksums bad', () => {
    const frame = soundFrame();
    frame.writeUInt16BE(frame.readUInt16BE(24) ^ 0x0101, 24);
    frame.writeUInt16BE(frame.readUInt16BE(50) ^ 0x0101, 50);
    const after = redact(frame);
    expect([sumOf(after, 14, 34), tcpSum(after)]).not.toContain(0xffff);
  });

  it('keeps ports, numbers and lengths, and nothing of MAC addresses and payload', () => {
    const frame = soundFrame();
    const after = redact(frame);
    expect(after.length).toBe(frame.length);
    expect(after.subarray(34, 50)).toEqual(frame.subarray(34, 50));
    expect(after.includes(SECRET.slice(0, 6))).toBe(false);
    expect(after.subarray(0, 6)).not.toEqual(frame.subarray(0, 6));
    expect((after[0] ?? 0) & 3).toBe((frame[0] ?? 0) & 3);
  });

  it('keeps the headers of TLS records and an alert, and nothing of what they hold', () => {
    const record = (type: number, body: string): Buffer => {
      const bytes = Buffer.from(body, 'latin1');
      return Buffer.concat([Buffer.from([type, 3, 3, bytes.length >>> 8, bytes.length & 255]), bytes]);
    };
    const hello = record(22, 'client hello for shop.example.com');
    const payload = Buffer.concat([hello, record(21, '\u0002\u0028')]);
    const after = redact(soundFrame(payload)).subarray(54);
    expect(after.subarray(0, 5)).toEqual(payload.subarray(0, 5));
    expect(after.subarray(hello.length)).toEqual(payload.subarray(hello.length));
    expect(after.subarray(5, hello.length).every((byte) => byte === 0)).toBe(true);
  });

  it('keeps the method of a request and wipes its URI', () => {
    const after = redact(soundFrame(Buffer.from('GET /private/patient/17 HTTP/1.1\r\nHost: clinic.example\r\n')));
    expect(after.subarray(54, 58).toString()).toBe('GET ');
    expect(after.subarray(58).every((byte) => byte === 0)).toBe(true);
  });

  it('wipes a name that is asked for in a datagram', () => {
    const dns = Buffer.from('..\u0001\u0000..\u0005vault\u0007example');
    expect(redact(ethernetBytes(0x0800, ipv4Bytes(17, udpBytes(5353, 53, dns)))).includes('vault')).toBe(false);
  });

  it('wipes what it does not understand', () => {
    expect(redact(Buffer.from(SECRET), 999).every((byte) => byte === 0)).toBe(true);
    const lldp = redact(ethernetBytes(0x88cc, Buffer.from('switch-7.example')));
    expect(lldp.subarray(14).every((byte) => byte === 0)).toBe(true);
  });
});

describe.each(Object.entries({ ...encapsulations, ...rareEncapsulations }))(
  'a packet in %s',
  (_name, { linkType, wrap }) => {
    it('leaves no payload, no MAC and no address', () => {
      for (const version of ['ipv4', 'ipv6']) {
        const fields = version === 'ipv4' ? {} : { source: '2001:db8::11', destination: '2001:db8::22' };
        for (const packet of wrap(
          ethernetBytes(
            version === 'ipv4' ? 0x0800 : 0x86dd,
            ipBytes({ ...fields, payload: [...Buffer.from(SECRET)] }),
          ),
        )) {
          const before = Buffer.from(packet);
          const after = redact(packet, linkType);
          expect(after.length).toBe(before.length);
          expect(after.includes('swordfish')).toBe(false);
          expect(after.includes(Buffer.from(MACS.slice(0, 6)))).toBe(false);
          expect(after.includes(Buffer.from('20010db8000000000000000000000011', 'hex'))).toBe(false);
          expect(Buffer.from(packet)).toEqual(before);
        }
      }
    });
  },
);

describe('the image of an address', () => {
  const map = new AddressMap(key);
  const image4 = (text: string): string => {
    const bytes = Uint8Array.from(text.split('.').map(Number));
    map.ipv4(bytes, 0);
    return [...bytes].join('.');
  };
  const common = (a: string, b: string): number => {
    const bits = (text: string): string =>
      text
        .split('.')
        .map((part) => Number(part).toString(2).padStart(8, '0'))
        .join('');
    const [x, y] = [bits(a), bits(b)];
    const at = [...x].findIndex((bit, i) => bit !== y[i]);
    return at < 0 ? 32 : at;
  };

  it('shares a prefix with another exactly as far as the originals do', () => {
    const addresses = ['203.0.113.7', '203.0.113.8', '203.0.112.8', '10.1.2.3', '10.1.200.3', '172.20.1.1', '8.8.8.8'];
    for (const a of addresses) for (const b of addresses) expect(common(image4(a), image4(b))).toBe(common(a, b));
  });

  it.each([
    ['10.1.2.3', /^10\./],
    ['172.31.2.3', /^172\.(1[6-9]|2\d|3[01])\./],
    ['192.168.7.9', /^192\.168\./],
    ['100.127.0.9', /^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./],
    ['169.254.3.4', /^169\.254\./],
    ['239.1.2.3', /^2(2[4-9]|3\d)\./],
    ['127.0.0.1', /^127\.0\.0\.1$/],
    ['255.255.255.255', /^255\.255\.255\.255$/],
    ['224.0.0.251', /^224\.0\.0\.251$/],
  ])('of %s stays in its class', (address, pattern) => expect(image4(address)).toMatch(pattern));

  it('of a public address is public, for many of them and their images', () => {
    for (let i = 0; i < 2000; i++) {
      const address = [11 + ((i * 37) % 80), (i * 11) % 256, (i * 7) % 256, i % 256].join('.');
      const image = image4(address);
      expect(image).not.toMatch(/^(0|10|127|169\.254|192\.168|22[4-9]|2[3-5]\d)\./);
      expect(map.reveal(image)).toBe(address);
    }
  });

  it.each([
    'fe80::1:2',
    'fd12:3456::9',
    '2001:db8::7',
    'ff02::1',
    '::1',
    '::ffff:192.0.2.9',
    '64:ff9b::c000:209',
    '02:00:5e:10:00:01',
  ])('leads back to %s with the key alone', (address) => {
    const other = new AddressMap(Buffer.alloc(32, 9));
    // Every text is the image of something; what it is the image of is another under another key, unless it stays.
    const original = map.reveal(address) ?? '';
    expect(original).not.toBe('');
    if (!['ff02::1', '::1'].includes(address)) expect(other.reveal(address)).not.toBe(original);
  });

  it('is nothing for what is no address', () => expect(map.reveal('example.com')).toBeNull());
});
