import { describe, expect, it } from 'vitest';
import { matchLanguage } from '../../src/model/language.ts';
import { clockAt } from '../../src/narrative/clock.ts';
import { markdownText } from '../../src/narrative/escape.ts';
import { Messages } from '../../src/narrative/message.ts';
import { Voice } from '../../src/narrative/voice.ts';
import { testCatalogue } from '../support/catalogue.ts';
import { ZERO_NS } from '../support/verdict.ts';

const voice = (tag: string, timeZone = 'UTC'): Voice =>
  new Voice(testCatalogue(tag), { quote: markdownText, timeZone }, ZERO_NS);
const en = voice('en');
const zh = voice('zh-CN');

describe('durations', () => {
  it.each([
    [0, '0 µs', '0 微秒'],
    [43, '43 µs', '43 微秒'],
    [12_400, '12.4 ms', '12.4 毫秒'],
    [350_200_000, '350.2 s', '350.2 秒'],
    [599_999_999, '600 s', '600 秒'],
    [312_000_000 * 2, '10 min 24 s', '10 分 24 秒'],
    [7_875_000_000, '2 h 11 min 15 s', '2 小时 11 分 15 秒'],
    [90_000_000_000, '1 d 1 h', '1 天 1 小时'],
    [-1500, '−1.5 ms', '−1.5 毫秒'],
  ])('%d µs', (us, english, chinese) => {
    expect(en.duration(us)).toBe(english);
    expect(zh.duration(us)).toBe(chinese);
  });
});

describe('times', () => {
  it('have six decimal places in the zone of the reader', () => {
    expect(en.time(350_212_400)).toBe('2026-11-20 03:17:55.212400');
    expect(voice('en', 'Asia/Shanghai').time(350_212_400)).toBe('2026-11-20 11:17:55.212400');
    expect(voice('en', 'Asia/Shanghai').zone(0)).toBe('Asia/Shanghai, UTC+08:00');
    expect(en.zone(0)).toBe('UTC');
  });

  it('take the offset that holds at that moment', () => {
    const winter = BigInt(Date.UTC(2026, 0, 15)) * 1_000_000n;
    const summer = BigInt(Date.UTC(2026, 6, 15)) * 1_000_000n;
    expect(clockAt(winter, 'America/St_Johns').offset).toBe('UTC−03:30');
    expect(clockAt(summer, 'America/St_Johns').offset).toBe('UTC−02:30');
  });

  it('cut parts of a microsecond off, before 1970 too', () => {
    expect(clockAt(1_999n, 'UTC').time).toBe('00:00:00.000001');
    expect(clockAt(-1n, 'UTC')).toEqual({ date: '1969-12-31', time: '23:59:59.999999', offset: 'UTC' });
  });
});

describe('other kinds', () => {
  const shape = {
    frames: 'frames',
    bytes: 'bytes',
    port: 'field',
    part: 'ratio',
    rare: 'ratio',
    what: 'term',
    who: 'text',
  } as const;
  const facts = {
    frames: [3, 5, 7],
    bytes: 1_048_576,
    port: 40_001,
    part: 0.125,
    rare: 1 / 82_000,
    what: 'data',
    who: 'a*b',
  };
  const message = '{frames}; {bytes}; {port}; {part}; {rare}; {what}; {who}';

  it('are printed in the way of the language', () => {
    expect(en.tell(message, en.facts(shape, facts))).toBe(
      '3, 5, 7; 1,048,576; 40001; 12.5%; 1 in 82,000; data segment; a\\*b',
    );
    expect(zh.tell(message, zh.facts(shape, facts))).toBe(
      '3、5、7; 1,048,576; 40001; 12.5%; 1/82,000; 数据报文; a\\*b',
    );
  });

  it('serve plural and print grouped in the same message', () => {
    const plural = '{bytes, plural, one {# byte} other {# bytes}} ({bytes})';
    expect(en.tell(plural, en.facts({ bytes: 'bytes' }, { bytes: 1 }))).toBe('1 byte (1)');
    expect(en.tell(plural, en.facts({ bytes: 'bytes' }, { bytes: 1460 }))).toBe('1,460 bytes (1,460)');
  });

  it('are cut in long lists, and the rest is counted', () => {
    const frames = Array.from({ length: 10_000 }, (_, index) => index + 1);
    expect(en.frames(frames)).toMatch(/^1, 2, .*, 30 and 9,970 more$/);
  });

  it('throw when a fact is missing', () => {
    expect(() => en.facts({ frame: 'frame' }, {})).toThrow('"frame" is declared and not given');
    expect(() => en.tell('{unknown}')).toThrow('unknown');
    expect(() => en.say('no.such.key')).toThrow('no.such.key');
  });
});

describe('messages', () => {
  it('keep the space of a Chinese sentence beside a number, and drop it beside Chinese', () => {
    expect(zh.tell('以 {interval} 为间隔', { interval: zh.duration(1_027_000) })).toBe('以 1.027 秒为间隔');
    expect(zh.tell('在 {sender} 上', { sender: '192.0.2.7' })).toBe('在 192.0.2.7 上');
    expect(zh.tell('在 {sender} 上', { sender: '网关 一号' })).toBe('在网关 一号上');
  });

  it('take < and # literally outside of plurals', () => {
    expect(new Messages('en').format('TTL <5 #3')).toBe('TTL <5 #3');
  });
});

describe('matchLanguage', () => {
  it.each([
    ['zh', 'zh-CN'],
    ['zh_CN.UTF-8', 'zh-CN'],
    ['zh-Hans-CN', 'zh-CN'],
    ['EN', 'en'],
    ['en_GB.UTF-8', 'en'],
    ['C.UTF-8', null],
    ['fr', null],
  ])('%s', (wanted, found) => {
    expect(matchLanguage(wanted, ['en', 'zh-CN'])).toBe(found);
  });
});
