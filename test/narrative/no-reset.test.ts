import { describe, expect, it } from 'vitest';
import { tables, tags, tell } from '../support/report.ts';
import { analysis, withoutReset } from '../support/verdict.ts';

describe('a capture without RST', () => {
  it.each(tags)('gets a real report in %s', (tag) => {
    const [capture] = analysis().captures;
    if (capture === undefined) throw new Error('no capture');
    const report = tell(
      withoutReset({
        captures: [{ ...capture, icmpErrors: 4, icmpErrorFrame: 9 }],
        endings: { open: 1, closed: 5, 'half-closed': 2, reset: 0, refused: 0, unanswered: 3, silent: 1 },
        examples: [
          {
            id: 1,
            client: '198.51.100.7:1',
            server: '192.0.2.7:443',
            ended: 'silent',
            segments: 12,
            firstFrame: 3,
            lastFrame: 30,
            firstUs: 0,
            lastUs: 9,
            retransmissions: 5,
          },
        ],
      }),
      tag,
    );
    expect(report).not.toMatch(/undefined|NaN|\[object|null/);
    for (const text of ['198.51.100.7:1', '3–30', 'tcpdump -i any', 'x.pcap']) expect(report).toContain(text);
    expect(tables(report)[0]?.rows).toHaveLength(5);
  });

  it('does not speak of connections where there is no TCP', () => {
    const [capture] = analysis().captures;
    if (capture === undefined) throw new Error('no capture');
    const report = tell(withoutReset({ captures: [{ ...capture, tcpSegments: 0 }], connections: 0 }), 'en');
    expect(report).toContain('no TCP at all');
  });
});
