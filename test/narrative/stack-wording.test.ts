/** What only Linux does is not told of a host that runs another system. */
import { describe, expect, it } from 'vitest';
import type { Stack } from '../../src/model/verdict.ts';
import { catalogueFor } from '../../src/narrative/catalogue-files.ts';
import { decisionPath } from '../../src/narrative/story/decision-path.ts';
import { Voice } from '../../src/narrative/voice.ts';

import { verdict, ZERO_NS } from '../support/verdict.ts';

const KERNEL = /Linux|tcp_rcv_state_process|tcp_v4_send_reset/;

function told(stack: Stack, tag: 'en' | 'zh-CN'): string {
  const plain = { quote: (raw: string): string => raw, timeZone: 'UTC' };
  const one = { ...verdict(), stack };
  const path = decisionPath(one, new Voice(catalogueFor(tag), plain, ZERO_NS, one.common));
  return [path.explanation, ...path.steps.map(({ sentence, source }) => sentence + source), path.decided].join('\n');
}

describe.each(['en', 'zh-CN'] as const)('the decision path in %s', (tag) => {
  it.each(['windows', 'bsd', 'lwip'] as const)('names no Linux function for %s', (stack) => {
    expect(told(stack, tag)).not.toMatch(KERNEL);
  });

  it.each(['linux', 'unknown'] as const)('names them where the host runs Linux or may (%s)', (stack) => {
    expect(told(stack, tag)).toMatch(KERNEL);
  });
});
