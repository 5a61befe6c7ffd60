/** Findings as a list of tests, in the XML that CI systems read: one test case for each finding, one for each capture. */
import type { ListTeller } from '../model/finding-list.ts';
import type { Analysis, Finding } from '../model/verdict.ts';
import { visible } from '../model/visible.ts';

export interface JunitOptions {
  readonly teller: ListTeller;
  /** Ids of the findings that are failed tests; the others have passed, those that a rule suppresses were skipped. */
  readonly failing: ReadonlySet<string>;
}

/** Prints an analysis as one test suite. */
export function toJunit(analysis: Analysis, { teller, failing }: JunitOptions): string {
  const { captures, findings } = analysis;
  const skipped = findings.filter(({ suppressedBy }) => suppressedBy !== null).length;
  const tests = captures.length + findings.length;
  const counts = `tests="${tests}" failures="${failing.size}" errors="0"`;
  const names = captures.map(({ name }) => name).join(', ');
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="whyrst" ${counts}>`,
    `  <testsuite name=${attribute(names)} ${counts} skipped="${skipped}">`,
    ...captures.flatMap((_, index) => captureCase(index, analysis, teller)),
    ...findings.flatMap((finding) => findingCase(finding, failing.has(finding.id), teller)),
    '  </testsuite>',
    '</testsuites>',
  ];
  return `${lines.join('\n')}\n`;
}

/** That a capture was read is a test that passes, so that a clean one is not an empty list. */
function captureCase(index: number, { captures, diagnostics }: Analysis, teller: ListTeller): readonly string[] {
  const notes = diagnostics.filter(({ capture }) => capture === index).map((each) => teller.diagnostic(each));
  return testCase('whyrst.capture', captures[index]?.name ?? '', notes.length === 0 ? [] : [output(notes)]);
}

/** Its name holds the fingerprint, by which a CI system follows a test from run to run. */
function findingCase(finding: Finding, isFailing: boolean, teller: ListTeller): readonly string[] {
  const { title, verdict, numbers, who, sure, suppressed } = teller.finding(finding);
  const name = `${title} · ${finding.service} · ${finding.fingerprint}`;
  const details = [verdict, numbers, who, sure];
  const result = isFailing
    ? `<failure type=${attribute(finding.confidence)} message=${attribute(verdict)}>${text(details)}</failure>`
    : output(details);
  const skip = suppressed === null ? [] : [`<skipped message=${attribute(suppressed)}/>`];
  return testCase(`whyrst.${finding.cause}`, name, [...skip, result]);
}

function testCase(group: string, name: string, content: readonly string[]): readonly string[] {
  return [
    `    <testcase classname=${attribute(group)} name=${attribute(name)}>`,
    ...content.map((element) => `      ${element}`),
    '    </testcase>',
  ];
}

const output = (lines: readonly string[]): string => `<system-out>${text(lines)}</system-out>`;
const attribute = (raw: string): string => `"${escaped(raw)}"`;
const text = (lines: readonly string[]): string => lines.map(escaped).join('\n');

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML 1.0 §2.2 has no room for control characters: they are shown by name, as all that a reader cannot see. */
function escaped(raw: string): string {
  return visible(raw).replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
