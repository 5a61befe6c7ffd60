/** Why a program drops connections: what only several connections together show. */
import { describe, expect, it } from 'vitest';
import { outcomes, verdictOf } from '../support/judged.ts';
import { type Scenario, scenario } from '../support/scenario.ts';

const answer = (story: Scenario, index = 0): string[] => {
  const { cause, tied } = verdictOf(story, {}, index);
  return [cause, ...tied].sort();
};
const asking = (count: number): Scenario => {
  const story = scenario();
  for (let each = 0; each < count; each += 1) {
    if (each > 0) story.connection();
    story.handshake().data('client', 100).data('server', 300).ack('client').wait(30).data('client', 80);
  }
  return story.wait(500);
};
const dropAll = (story: Scenario, count: number, gapMs = 0): Scenario => {
  for (let each = 0; each < count; each += 1) story.use(each).wait(gapMs).abort('server');
  return story;
};

describe('process-killed', () => {
  it('is shown by three connections that die in one moment with requests unread', () => {
    expect(answer(dropAll(asking(3), 3))).toEqual(['admin-kill', 'disconnect-unspec', 'linger-zero', 'process-killed']);
  });

  it('has no look-alike once the port refuses: the listener went with the process', () => {
    const story = dropAll(asking(3), 3).wait(300).connection().syn().reject('server');
    expect(verdictOf(story)).toMatchObject({ cause: 'process-killed', tied: [] });
  });

  it('is not shown by one or two connections, or by three after one another', () => {
    expect(answer(dropAll(asking(2), 2))).not.toContain('process-killed');
    expect(answer(dropAll(asking(3), 3, 150))).not.toContain('process-killed');
  });

  it('sends FIN where nothing is unread', () => {
    const idle = scenario();
    for (let each = 0; each < 3; each += 1) {
      if (each > 0) idle.connection();
      idle.handshake().data('client', 100).data('server', 300).ack('client');
    }
    expect(answer(dropAll(idle.wait(100), 3))).not.toContain('process-killed');
  });
});

describe('app-idle-or-request-timeout', () => {
  const idle = (count: number, silences: readonly number[]): Scenario => {
    const story = scenario();
    for (let each = 0; each < count; each += 1) {
      if (each > 0) story.connection();
      story.handshake().data('client', 100).data('server', 300).ack('client');
      story.wait(silences[each] ?? 0).abort('server');
    }
    return story;
  };

  it('is shown by the same silence on three connections', () => {
    expect(verdictOf(idle(3, [5000, 5000, 5010]))).toMatchObject({
      cause: 'app-idle-or-request-timeout',
      confidence: 'likely',
      tied: [],
    });
  });

  it('is a mere look-alike where two agree or none does', () => {
    expect(verdictOf(idle(2, [5000, 5000])).cause).toBe('linger-zero');
    expect(verdictOf(idle(3, [5000, 9000, 14_000])).cause).toBe('linger-zero');
    expect(answer(idle(2, [5000, 5000]))).toContain('app-idle-or-request-timeout');
  });

  it('is tied with a box where nothing ties the RST to the socket', () => {
    const story = scenario().server({ timestamps: false });
    for (let each = 0; each < 3; each += 1) {
      if (each > 0) story.connection({}, { timestamps: false });
      story.handshake().data('client', 100).data('server', 300, { ipId: 0 }).ack('client');
      story.wait(5000).abort('server', { ipId: 0 });
    }
    expect(answer(story)).toContain('middlebox-idle-timeout-rst');
  });

  it('is not a timer when keep-alive probes had gone unanswered', () => {
    const story = scenario().handshake().data('client', 100).data('server', 300).ack('client');
    story.wait(3000).keepalive('server').wait(1000).keepalive('server').wait(1000).abort('server');
    expect(answer(story)).not.toContain('app-idle-or-request-timeout');
  });
});

describe('app-reject-after-accept', () => {
  const refused = (count: number, waitMs = 3): Scenario => {
    const story = scenario();
    for (let each = 0; each < count; each += 1) {
      if (each > 0) story.connection();
      story.handshake().data('client', 90).wait(waitMs).abort('server').wait(400);
    }
    return story;
  };

  it('ties only with a proxy once three connections met the same', () => {
    expect(answer(refused(3))).toEqual(['app-reject-after-accept', 'proxy-upstream-failure']);
  });

  it('is one of many once', () => {
    expect(answer(refused(1))).toEqual([
      'admin-kill',
      'app-reject-after-accept',
      'close-with-unread-data',
      'disconnect-unspec',
      'linger-zero',
      'listener-closed-during-handshake',
      'proxy-upstream-failure',
    ]);
  });

  it('did not think about it', () => {
    expect(answer(refused(1, 300))).not.toContain('app-reject-after-accept');
  });

  it('had not said a word', () => {
    const banner = scenario().handshake().data('server', 20).data('client', 90).abort('server');
    expect(answer(banner)).not.toContain('app-reject-after-accept');
    const late = scenario().midstream(5000, 9000).data('client', 90).abort('server');
    expect(outcomes('app-reject-after-accept', late)).toMatchObject({ nothingSaid: 'absent' });
  });
});

describe('proxy-upstream-failure', () => {
  it('ties with a timer of the program where three requests waited in vain for the same time', () => {
    const story = scenario();
    for (let each = 0; each < 3; each += 1) {
      if (each > 0) story.connection();
      story.handshake().data('client', 90).ack('server').wait(3000).abort('server').wait(200);
    }
    expect(answer(story)).toEqual(['app-idle-or-request-timeout', 'proxy-upstream-failure']);
  });
});
