/** Catalogues for tests of the narrative: the project's own common texts and templates, with a few causes and checks written here. */
import { readdirSync, readFileSync } from 'node:fs';
import type { CauseText, ChecksText } from '../../src/model/catalogue.ts';
import { type Catalogue, loadCatalogue } from '../../src/narrative/catalogue.ts';
import type { CauseSheet } from '../../src/narrative/story/subject.ts';

const root = new URL('../../', import.meta.url);

function causeText(name: string, signs: CauseText['signs']): CauseText {
  return {
    title: `T:${name}`,
    verdict: `V:${name} {client} {resetFrame}.`,
    explanation: `E:${name} {sender}.`,
    impact: `I:${name}.`,
    signs,
    mitigations: [`M1:${name} {serverPort}.`, `M2:${name}.`],
    decides: `D:${name} {receiver}.`,
  };
}

const causes: Readonly<Record<string, CauseText>> = {
  'state-lost-listener-up': causeText('state-lost-listener-up', {
    answersAck: { seen: 'S:answersAck {frame} {seq}.', absent: 'A:answersAck.' },
    acceptedAfter: { seen: 'S:acceptedAfter {frame}.', absent: 'A:acceptedAfter {server}.' },
    senderFin: { seen: 'S:senderFin {finFrame}.', absent: 'A:senderFin.' },
  }),
  'nat-rebind': causeText('nat-rebind', {
    answersAck: { seen: 'N:answersAck {frame}.', absent: 'N:answersAck absent.' },
    acceptedAfter: { seen: 'N:acceptedAfter {frame}.', absent: 'N:acceptedAfter absent.' },
    senderFin: { seen: 'N:senderFin {finFrame}.', absent: 'N:senderFin absent.' },
  }),
  'seq-rewrite-or-asymmetric': causeText('seq-rewrite-or-asymmetric', {}),
  'late-data-after-close': causeText('late-data-after-close', {
    senderFin: { seen: 'L:senderFin {finFrame}.', absent: 'L:no FIN of {sender} before frame {resetFrame}.' },
  }),
};

const checks: ChecksText = {
  modem: { action: 'Modem {client}.', command: '', expected: 'X1.', meaning: 'Y1.' },
  nat: {
    action: 'NAT.',
    command: "conntrack -L | awk '{print $1}' # {clientAddress}",
    expected: 'X2.',
    meaning: 'Y2.',
  },
  sockets: { action: 'Sockets.', command: 'ss -tan dst {clientAddress}', expected: 'X3.', meaning: 'Y3.' },
};

export const sheets: readonly CauseSheet[] = [
  {
    id: 'state-lost-listener-up',
    signs: {
      answersAck: { bearing: 'required', facts: { frame: 'frame', seq: 'field' } },
      acceptedAfter: { bearing: 'strong', facts: { frame: 'frame' } },
      senderFin: { bearing: 'excludes', facts: { finFrame: 'frame' } },
    },
    checks: { device: ['modem'], network: ['nat'], serverOs: ['sockets'], serverApplication: [] },
    sources: ['RFC 9293 §3.10.7.2', 'Linux tcp_rcv_state_process()'],
    origin: 'endpoint',
    impact: 'disruptive',
    caps: { client: 'medium', server: 'high', middle: 'medium' },
  },
];

/** A catalogue whose causes and checks are those of this file. */
export function testCatalogue(tag: string): Catalogue {
  const read = (path: string): string => {
    const cause = /^locales\/[^/]+\/causes\/(.*)\.json$/.exec(path)?.[1];
    if (cause !== undefined) return JSON.stringify(causes[cause]);
    if (path === `locales/${tag}/checks.json`) return JSON.stringify(checks);
    return readFileSync(new URL(path, root), 'utf8');
  };
  const list = (folder: string): readonly string[] =>
    folder.endsWith('/causes') ? Object.keys(causes).map((id) => `${id}.json`) : readdirSync(new URL(folder, root));
  return loadCatalogue(read, list, tag);
}
