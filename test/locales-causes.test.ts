/** Every cause and every check is told in every language, and nothing else is. */
import { describe, expect, it } from 'vitest';
import { causes } from '../src/causes/index.ts';
import { commonFacts } from '../src/model/story-keys.ts';
import { commandNames } from '../src/narrative/command.ts';
import { parties } from '../src/narrative/story/subject.ts';
import { causeText, checks, idsIn, quotable, reference, tags } from './support/locales.ts';
import { argumentsOf } from './support/sentences.ts';

/** Functions, reasons and settings of the Linux kernel, or its name. */
const LINUX_ONLY = /Linux|\b_*(?:tcp|inet|nf|ip|sk)_\w+|`TCP_|\bTcp\w*|TCPAbort/;

describe.each(tags)('locales/%s', (tag) => {
  it('has texts for every cause, and no other', () => {
    expect(idsIn(`locales/${tag}/causes/`, '.json')).toEqual(idsIn('src/causes/', '.ts'));
  });

  it.each(causes)('says every sign of $id with its facts', ({ id, signs }) => {
    const text = causeText(tag, id);
    expect(Object.keys(text.signs).sort()).toEqual(Object.keys(signs).sort());
    for (const [name, { facts }] of Object.entries(signs)) {
      const sign = text.signs[name];
      expect(quotable(facts), `${id}.${name}`).toEqual(expect.arrayContaining([...argumentsOf(sign?.seen ?? '', tag)]));
      expect(quotable({}), `${id}.${name}`).toEqual(expect.arrayContaining([...argumentsOf(sign?.absent ?? '', tag)]));
    }
    for (const message of [
      text.title,
      text.verdict,
      text.explanation,
      ...(text.linux === undefined ? [] : [text.linux]),
      text.impact,
      text.decides,
      ...text.mitigations,
    ]) {
      expect(message, id).not.toBe('');
      expect(quotable({}), id).toEqual(expect.arrayContaining([...argumentsOf(message, tag)]));
    }
  });

  it.each(causes)('explains $id for any TCP: what only Linux does stands apart', ({ id }) => {
    const { title, verdict, explanation, impact } = causeText(tag, id);
    for (const message of [title, verdict, explanation, impact]) expect(message, id).not.toMatch(LINUX_ONLY);
  });

  it.each(causes)('has the checks of $id, at least three, each saying what its outcome means', (cause) => {
    const known = checks(tag);
    const ids = parties.flatMap((party) => cause.checks[party]);
    if (cause.impact === 'disruptive') expect(ids.length).toBeGreaterThanOrEqual(3);
    for (const id of ids) {
      expect(known[id], id).toBeDefined();
      for (const text of [known[id]?.action, known[id]?.expected, known[id]?.meaning]) {
        expect(text, id).toBeTruthy();
        expect(quotable({}), id).toEqual(expect.arrayContaining([...argumentsOf(text ?? '', tag)]));
      }
    }
  });

  it('has the checks of the other languages with the same commands, and no orphan', () => {
    const used = new Set(causes.flatMap((cause) => parties.flatMap((party) => cause.checks[party])));
    expect(Object.keys(checks(tag)).sort()).toEqual([...used].sort());
    for (const [id, { command }] of Object.entries(checks(tag))) {
      expect(command, id).toBe(checks(reference)[id]?.command);
      const unfilled = Object.keys(commonFacts).filter((name) => !(commandNames as readonly string[]).includes(name));
      expect(unfilled.filter((name) => command.includes(`{${name}}`))).toEqual([]);
    }
  });
});
