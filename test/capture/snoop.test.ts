// Captures of Solaris snoop.

import { describe, expect, it } from 'vitest';
import { concat } from '../support/pcap-writer.ts';
import { contentsOfFile } from '../support/segments-of.ts';
import { smallCapture } from '../support/small-capture.ts';
import { snoop, snoopHeader, snoopRecord } from '../support/snoop-writer.ts';

const [first, second] = smallCapture;
if (first === undefined || second === undefined) throw new Error('the small capture is too small');

describe('a snoop capture', () => {
  it('says what it is', async () => {
    const { summary } = await contentsOfFile(snoop(smallCapture));
    expect(summary).toMatchObject({
      format: 'snoop',
      timestampResolution: 1e-6,
      linkTypes: [1],
      dropped: 0,
      complete: true,
    });
  });

  it('tells how many packets were lost', async () => {
    const { summary, diagnostics } = await contentsOfFile(
      concat([snoopHeader(), snoopRecord(first, 2), snoopRecord(second, 5)]),
    );
    expect(summary.dropped).toBe(5);
    expect(diagnostics).toMatchObject([{ code: 'capture/dropped', facts: { dropped: 5 } }]);
  });

  it('keeps the length on the wire of a packet that was cut', async () => {
    const { packets, summary } = await contentsOfFile(snoop([{ ...first, wireLength: 1500 }]));
    expect(packets).toMatchObject([{ wireLength: 1500 }]);
    expect(summary.cutAt).toBe(first.bytes.length);
  });

  it.each([
    ['a captured length beyond every bound', 4, 0x7fffffff],
    ['a record shorter than its packet', 8, 30],
    ['a record much longer than its packet', 8, 0x7fffffff],
  ])('ends at %s', async (_name, at, value) => {
    const bytes = snoop([first, second]);
    const front = 16 + snoopRecord(first).length;
    new DataView(bytes.buffer).setUint32(front + at, value);
    const { packets, diagnostics } = await contentsOfFile(bytes);
    expect(packets).toHaveLength(1);
    expect(diagnostics).toMatchObject([{ code: 'capture/damaged-record', frame: 2, offset: front }]);
  });

  it.each([
    ['another version', snoopHeader(4, 3), 'version 3'],
    ['a link type that cannot hold IP', snoopHeader(8), 'link type 8'],
    ['a header cut short', snoopHeader().subarray(0, 12), '12 of 16 bytes'],
    ['another magic', snoopHeader().fill(0x78, 5, 6), 'magic'],
  ])('with %s is refused', async (_name, header, reason) => {
    await expect(contentsOfFile(header)).rejects.toMatchObject({ code: 'capture/bad-header', facts: { reason } });
  });
});
