/** Reasons that the RST itself states, beside the one that was inferred. */
import { describe, expect, it } from 'vitest';
import { catalogueFor } from '../../src/narrative/catalogue-files.ts';
import { statedSentence } from '../../src/narrative/story/stated.ts';
import { Voice } from '../../src/narrative/voice.ts';
import { verdictOf } from '../support/judged.ts';
import { type Override, type Scenario, scenario } from '../support/scenario.ts';
import { ZERO_NS } from '../support/verdict.ts';

/** A diagnostic payload: magic number, reason code, enterprise number. */
function diagnostic(code: number, pen = 0, magic = 0x33aa): Override {
  const view = new DataView(new ArrayBuffer(8));
  view.setUint16(0, magic);
  view.setUint16(2, code);
  view.setUint32(4, pen);
  return { view, payloadStart: 0, payloadCaptured: 8, payloadLength: 8 };
}

const late = (): Scenario =>
  scenario().handshake().data('client', 50).data('server', 90).ack('client').fin('server').data('client', 40);
const refused = (override: Override): Scenario => scenario().syn().reject('server', override);

describe('a diagnostic payload', () => {
  it('is read, and agrees with what was inferred', () => {
    const { stated, cause } = verdictOf(late().reject('server', diagnostic(3)));
    expect(cause).toBe('late-data-after-close');
    expect(stated).toEqual({
      by: 'diagnosticPayload',
      code: 3,
      pen: 0,
      meaning: 'newDataAfterClose',
      conflict: false,
    });
  });

  it('contradicts it', () => {
    expect(verdictOf(late().reject('server', diagnostic(14))).stated).toMatchObject({ code: 14, conflict: true });
  });

  it('may be a code of a vendor, or one that nobody here knows', () => {
    expect(verdictOf(late().reject('server', diagnostic(1234, 32_473))).stated).toMatchObject({
      by: 'vendorPayload',
      code: 1234,
      pen: 32_473,
      conflict: false,
    });
    expect(verdictOf(late().reject('server', diagnostic(900))).stated).toMatchObject({
      meaning: null,
      conflict: false,
    });
  });

  it('is ignored when malformed', () => {
    expect(verdictOf(late().reject('server', diagnostic(0))).stated).toBeNull();
    expect(verdictOf(late().reject('server', diagnostic(3, 0, 0x33ab))).stated).toBeNull();
    expect(verdictOf(late().reject('server', { ...diagnostic(3), payloadLength: 9 })).stated).toBeNull();
  });
});

describe('a window that is a code', () => {
  it('is read from a RST that has no window of its own', () => {
    expect(verdictOf(refused({ window: 8212 })).stated).toMatchObject({
      by: 'netScalerWindow',
      meaning: 'unreachable',
    });
  });

  it('is a live socket’s own window otherwise, and no other number is a code', () => {
    const talk = scenario().handshake().data('client', 50).data('server', 90).ack('client');
    expect(verdictOf(talk.abort('server', { window: 9700 })).stated).toBeNull();
    expect(verdictOf(refused({ window: 8213 })).stated).toBeNull();
  });
});

it.each(['en', 'zh-CN'] as const)('is told in %s as the word of whoever sent it', (tag) => {
  const plain = { quote: (raw: string): string => raw, timeZone: 'UTC' };
  const tell = (code: number): string => {
    const verdict = verdictOf(late().reject('server', diagnostic(code)));
    return statedSentence(verdict, new Voice(catalogueFor(tag), plain, ZERO_NS, verdict.common)) ?? '';
  };
  expect(tell(3)).toContain('3');
  expect(tell(3)).not.toMatch(/contradicts|不符/);
  expect(tell(14)).toMatch(/contradicts|不符/);
});
