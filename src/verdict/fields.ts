/** The RST field by field: what it is, what this sender would normally send, and whether it fits. */
import type { Evidence } from '../model/evidence.ts';
import { headerFields, NO_FIELD } from '../model/header-fields.ts';
import { isSeen } from '../model/reading.ts';
import { OPT_MPTCP, OPT_TIMESTAMPS } from '../model/segment.ts';
import { judge } from '../model/story-keys.ts';
import type { FieldJudgement } from '../model/verdict.ts';

/** IP ids of one host within this distance are consecutive for our purpose. */
const IP_ID_REACH = 1000;

export function fieldsOf(evidence: Evidence): FieldJudgement[] {
  return [
    flagsField(evidence),
    seqField(evidence),
    ackField(evidence),
    windowField(evidence),
    optionsField(evidence),
    ttlField(evidence),
    ipIdField(evidence),
    dontFragmentField(evidence),
    dscpField(evidence),
    flowLabelField(evidence),
    payloadField(evidence),
    timingField(evidence),
  ];
}

function isStateless({ shape }: Evidence): boolean {
  return shape === 'stateless-ack' || shape === 'stateless-no-ack' || shape === 'stateless-both';
}

function flagsField({ reset, trigger, shape }: Evidence): FieldJudgement {
  const value = headerFields.flags(reset);
  if (shape === 'stateless-ack' && trigger !== null)
    return judge('flags', value, 'fits', 'answersAck', { frame: trigger.segment.frame });
  if (shape === 'stateless-no-ack' && trigger !== null)
    return judge('flags', value, 'fits', 'answersNoAck', { frame: trigger.segment.frame });
  if (shape === 'abort' || shape === 'stateless-both') return judge('flags', value, 'fits', 'abort', {});
  return shape === 'bare-abort'
    ? judge('flags', value, 'neutral', 'bareWithoutTrigger', {})
    : judge('flags', value, 'odd', 'odd', {});
}

function seqField({ reset, trigger, shape, numbers, sender, receiver }: Evidence): FieldJudgement {
  const value = headerFields.seq(reset);
  if (shape === 'stateless-ack' && trigger !== null) {
    return judge('seq', value, 'fits', 'equalsTriggerAck', { frame: trigger.segment.frame, ack: trigger.segment.ack });
  }
  if (shape === 'stateless-no-ack' && trigger !== null)
    return judge('seq', value, 'fits', 'zeroForNoAck', { frame: trigger.segment.frame });
  const next = sender.nextSeq ?? 0;
  const delta = numbers.seqDelta ?? 0;
  switch (numbers.seq) {
    case 'next':
      return judge('seq', value, 'fits', 'next', { next });
    case 'acked':
      return judge('seq', value, receiver.window === 0 ? 'fits' : 'neutral', 'acked', { next, inFlight: -delta });
    case 'stale':
      return judge('seq', value, 'odd', 'stale', { next, behind: -delta });
    case 'beyond':
      return judge('seq', value, 'odd', 'beyond', { next, ahead: delta });
    case 'zero':
    case 'unknown':
      return judge('seq', value, 'unseen', 'unknown', {});
  }
}

function ackField({ reset, trigger, shape, numbers, receiver }: Evidence): FieldJudgement {
  const value = headerFields.ack(reset);
  const next = receiver.nextSeq ?? 0;
  const delta = numbers.ackDelta ?? 0;
  if (shape === 'stateless-no-ack' && trigger !== null) {
    return judge('ack', value, 'fits', 'endsTrigger', { frame: trigger.segment.frame, end: reset.ack });
  }
  switch (numbers.ack) {
    case 'none':
      return reset.ack === 0
        ? judge('ack', value, 'fits', 'noFlag', {})
        : judge('ack', value, 'odd', 'nonzeroWithoutFlag', {});
    case 'all':
      return numbers.newlyAcked > 0
        ? judge('ack', value, 'fits', 'newlyAcked', { next, bytes: numbers.newlyAcked })
        : judge('ack', value, 'fits', 'all', { next });
    case 'part':
      return judge('ack', value, 'neutral', 'part', { next, missing: -delta });
    case 'beyond':
      return judge('ack', value, 'odd', 'beyond', { next, ahead: delta });
    case 'unknown':
      return judge('ack', value, 'unseen', 'unknown', {});
  }
}

function windowField(evidence: Evidence): FieldJudgement {
  const { reset, shape, unread, sender } = evidence;
  const value = headerFields.window(reset);
  if (isStateless(evidence)) {
    return reset.window === 0
      ? judge('window', value, 'fits', 'zeroStateless', {})
      : judge('window', value, 'odd', 'nonzeroStateless', {});
  }
  const now = reset.window * 2 ** (sender.windowShift ?? 0);
  if (unread.windowJump !== null && evidence.builder.value === 'live-socket') {
    const { before, after, frame } = unread.windowJump;
    return judge('window', value, 'fits', 'jump', { last: before, now: after, frame });
  }
  if (shape !== 'abort') return judge('window', value, 'unseen', 'unknown', {});
  if (reset.window === 0)
    return judge('window', value, unread.zeroWindow === null ? 'neutral' : 'fits', 'zeroLive', {});
  return sender.windowBy === null || sender.window === null
    ? judge('window', value, 'unseen', 'unknown', {})
    : judge('window', value, 'fits', 'live', { last: sender.window, now, frame: sender.windowBy.frame });
}

function optionsField(evidence: Evidence): FieldJudgement {
  const { reset, event, sender } = evidence;
  const value = headerFields.options(reset);
  if ((reset.options & OPT_MPTCP) !== 0)
    return judge('options', value, 'neutral', 'mptcp', { reason: event.mptcpReason });
  if (isStateless(evidence)) {
    return reset.options === 0
      ? judge('options', value, 'fits', 'noneStateless', {})
      : judge('options', value, 'odd', 'unexpected', {});
  }
  if ((reset.options & OPT_TIMESTAMPS) !== 0)
    return judge('options', value, 'fits', 'timestampsLive', { tsValue: reset.tsValue });
  if (sender.timestamps === true && evidence.shape === 'abort') {
    return judge('options', value, 'odd', 'missingTimestamps', {
      frame: sender.syn?.frame ?? sender.first?.frame ?? reset.frame,
    });
  }
  return reset.options === 0
    ? judge('options', value, 'neutral', 'none', {})
    : judge('options', value, 'neutral', 'unexpected', {});
}

function ttlField({ reset, path, sender }: Evidence): FieldJudgement {
  const value = headerFields.ttl(reset);
  const shift = path.ttlShift;
  if (shift === 'unseen') return judge('ttl', value, 'unseen', 'noBaseline', {});
  if (shift !== 'absent')
    return judge('ttl', value, 'odd', 'shifted', { usual: shift.usual, samples: shift.samples, hops: shift.hops });
  const samples = sender.ttls.find(({ ttl }) => ttl === reset.ttl)?.count ?? 1;
  return judge('ttl', value, 'fits', 'same', { usual: reset.ttl, samples });
}

function ipIdField(evidence: Evidence): FieldJudgement {
  const { reset, sender, stack } = evidence;
  if (reset.ipId < 0) return judge('ipId', NO_FIELD, 'neutral', 'noField', {});
  const value = headerFields.ipId(reset);
  if (isStateless(evidence)) {
    if (reset.ipId === 0) return judge('ipId', value, 'fits', 'zeroStateless', {});
    return judge('ipId', value, stack === 'linux' ? 'odd' : 'neutral', 'nonzeroStateless', {});
  }
  const { last } = sender;
  if (last === null || last.ipId <= 0) return judge('ipId', value, 'unseen', 'unknown', {});
  const facts = { last: last.ipId, frame: last.frame };
  if (reset.ipId === 0) return judge('ipId', value, 'odd', 'zeroUnexpected', facts);
  const step = (reset.ipId - last.ipId) & 0xffff;
  return step > 0 && step <= IP_ID_REACH
    ? judge('ipId', value, 'fits', 'continues', facts)
    : judge('ipId', value, 'neutral', 'jumps', facts);
}

function dontFragmentField({ reset, stack }: Evidence): FieldJudgement {
  if (reset.dontFragment < 0) return judge('dontFragment', NO_FIELD, 'neutral', 'noField', {});
  return reset.dontFragment === 1
    ? judge('dontFragment', '1', 'fits', 'set', {})
    : judge('dontFragment', '0', stack === 'linux' ? 'odd' : 'neutral', 'clear', {});
}

function dscpField({ reset, path, trigger, sender }: Evidence): FieldJudgement {
  const value = headerFields.dscp(reset);
  if (trigger !== null && path.dscp === 'copied')
    return judge('dscp', value, 'fits', 'copied', { frame: trigger.segment.frame });
  if (trigger !== null && path.dscp === 'zeroed') {
    return judge('dscp', value, 'odd', 'zeroed', { frame: trigger.segment.frame, other: trigger.segment.dscp });
  }
  if (trigger !== null && path.dscp === 'cleared') {
    return judge('dscp', value, 'neutral', 'cleared', { frame: trigger.segment.frame, other: trigger.segment.dscp });
  }
  if (sender.dscp === null) return judge('dscp', value, 'unseen', 'unknown', {});
  return sender.dscp === reset.dscp
    ? judge('dscp', value, 'fits', 'same', { usual: sender.dscp })
    : judge('dscp', value, 'neutral', 'differs', { usual: sender.dscp });
}

function flowLabelField({ reset, path, sender }: Evidence): FieldJudgement {
  if (reset.flowLabel < 0) return judge('flowLabel', NO_FIELD, 'neutral', 'noField', {});
  const value = headerFields.flowLabel(reset);
  const usual = sender.flowLabel ?? sender.syn?.flowLabel ?? 0;
  switch (path.flowLabel) {
    case 'same':
      return judge('flowLabel', value, 'fits', 'same', {});
    case 'other':
      return judge('flowLabel', value, 'neutral', 'other', { usual });
    case 'zero':
      return judge('flowLabel', value, 'odd', 'zero', { usual });
    case 'unseen':
      return judge('flowLabel', value, 'unseen', 'unknown', {});
  }
}

function payloadField({ event }: Evidence): FieldJudgement {
  return event.payloadLength === 0
    ? judge('payload', '0', 'fits', 'none', {})
    : judge('payload', String(event.payloadLength), 'neutral', 'some', { bytes: event.payloadLength });
}

function timingField({ trigger, path, reset }: Evidence): FieldJudgement {
  if (trigger === null) return judge('timing', NO_FIELD, 'unseen', 'noTrigger', {});
  const value = `${trigger.segment.frame} → ${reset.frame}`;
  const early = path.tooEarly;
  if (isSeen(early)) {
    return judge('timing', value, 'odd', 'tooEarly', {
      delay: early.delay,
      minRtt: early.minRtt,
      frame: trigger.segment.frame,
    });
  }
  return judge('timing', value, 'neutral', 'afterTrigger', { delay: trigger.delayUs, frame: trigger.segment.frame });
}
