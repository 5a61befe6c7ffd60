import { describe, expect, it } from 'vitest';
import { OPT_MPTCP } from '../../src/model/segment.ts';
import { verdictOf } from '../support/judged.ts';
import { scenario } from '../support/scenario.ts';

describe('mptcp-subflow-reset', () => {
  const stating = (mptcpReason: number) => ({ options: OPT_MPTCP, mptcpReason });

  it('is proven by the reason that the RST states, in an answer and in an abort', () => {
    const refused = scenario().syn().reject('server', stating(3));
    expect(verdictOf(refused)).toMatchObject({ cause: 'mptcp-subflow-reset', proof: 'h', tied: [] });
    expect(verdictOf(refused).kernelReasons).toEqual(['MPTCP_RST_EPROHIBIT']);
    const aborted = scenario().handshake().data('client', 9).data('server', 9).abort('client', stating(5));
    expect(verdictOf(aborted)).toMatchObject({ cause: 'mptcp-subflow-reset', kernelReasons: ['MPTCP_RST_EBADPERF'] });
  });

  it('prints no kernel reason for a number that the standard does not assign', () => {
    expect(verdictOf(scenario().syn().reject('server', stating(77))).kernelReasons).toEqual([]);
  });

  it('is not MPTCP without a reason', () => {
    const closed = scenario().handshake().data('client', 9).abort('client', { options: OPT_MPTCP });
    expect(verdictOf(closed).cause).not.toBe('mptcp-subflow-reset');
  });
});
