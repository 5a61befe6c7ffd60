// Addresses as numbers and as text.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AddressTable } from '../../src/wire/address-table.ts';
import { formatIpv6 } from '../../src/wire/address-text.ts';
import { WordTable } from '../../src/wire/word-table.ts';
import { addressBytes } from '../support/packet-bytes.ts';

function viewOf(text: string): DataView {
  return new DataView(Uint8Array.from(addressBytes(text)).buffer);
}

describe('AddressTable', () => {
  it('numbers addresses in order of appearance, the same address always alike', () => {
    const table = new AddressTable();
    const ids = ['10.0.0.1', '10.0.0.2', '10.0.0.1'].map((text) => table.intern4(viewOf(text), 0));
    expect(ids).toEqual([0, 1, 0]);
    expect(table.size).toBe(2);
  });

  it('keeps an IPv4 address and IPv6 addresses of the same words apart', () => {
    const table = new AddressTable();
    const ids = [
      table.intern4(viewOf('10.0.0.1'), 0),
      table.intern6(viewOf('::ffff:a00:1'), 0),
      table.intern6(viewOf('a00:1::'), 0),
    ];
    expect(ids).toEqual([0, 1, 2]);
    expect(ids.map((id) => table.format(id))).toEqual(['10.0.0.1', '::ffff:10.0.0.1', 'a00:1::']);
    expect(ids.map((id) => table.ipVersion(id))).toEqual([4, 6, 6]);
  });

  it('keeps every address when it grows', () => {
    const table = new AddressTable();
    const view = new DataView(new ArrayBuffer(4));
    for (let i = 0; i < 5000; i++) {
      view.setUint32(0, i * 65_537);
      expect(table.intern4(view, 0)).toBe(i);
    }
    for (let i = 0; i < 5000; i++) {
      view.setUint32(0, i * 65_537);
      expect(table.intern4(view, 0)).toBe(i);
    }
  });

  it('knows no number that it did not give', () => {
    expect(() => new AddressTable().format(0)).toThrow(RangeError);
  });
});

describe('WordTable', () => {
  it('behaves like a map of tuples', () => {
    const word = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer());
    fc.assert(
      fc.property(fc.array(fc.tuple(word, word, word, word, word)), (tuples) => {
        const table = new WordTable();
        const model = new Map<string, number>();
        for (const tuple of tuples) {
          const key = tuple.join();
          if (!model.has(key)) model.set(key, model.size);
          expect(table.intern(...tuple)).toBe(model.get(key));
        }
        expect(table.size).toBe(model.size);
      }),
    );
  });
});

describe('the text of an IPv6 address (RFC 5952)', () => {
  it.each([
    ['::', [0, 0, 0, 0]],
    ['::1', [0, 0, 0, 1]],
    ['2001:db8::1', [0x20010db8, 0, 0, 1]],
    ['2001:db8:0:1:1:1:1:1', [0x20010db8, 0x00000001, 0x00010001, 0x00010001]],
    ['2001:0:0:1::1', [0x20010000, 0x00000001, 0, 1]],
    ['2001:db8::1:0:0:1', [0x20010db8, 0, 0x00010000, 1]],
    ['::ffff:192.0.2.1', [0, 0, 0xffff, 0xc0000201]],
    ['fe80::', [0xfe800000, 0, 0, 0]],
  ])('%s', (text, words) => {
    expect(formatIpv6(words)).toBe(text);
  });
});
