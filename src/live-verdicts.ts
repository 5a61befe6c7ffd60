/** Verdicts told live, and those of them that are kept for the report at the end. */
import type { Finding, LiveVerdict, Verdict } from './model/verdict.ts';
import { findingsOf } from './verdict/findings.ts';

/** RSTs of one cause, service and sender kept for the report: it shows fewer. */
const KEPT_OF_A_KIND = 64;
/** RSTs kept in all. */
const MOST_KEPT = 2048;

export class LiveVerdicts {
  readonly #kept: LiveVerdict[] = [];
  readonly #ids = new Set<string>();
  readonly #ofKind = new Map<string, number>();
  /** RSTs in all, second sights of a packet included. */
  resets = 0;

  /** RSTs that the report will be about. */
  get kept(): number {
    return this.#kept.length;
  }

  /** Counts a verdict, and keeps the first ones of each kind. */
  add(verdict: LiveVerdict): void {
    this.resets++;
    const { cause, server, sender, sameAs, id } = verdict;
    if (this.#kept.length >= MOST_KEPT || (sameAs !== null && !this.#ids.has(sameAs))) return;
    const kind = `${cause}|${server.address}|${server.port}|${sender}`;
    const kept = this.#ofKind.get(kind) ?? 0;
    if (kept >= KEPT_OF_A_KIND) return;
    this.#ofKind.set(kind, kept + 1);
    this.#ids.add(id);
    this.#kept.push(verdict);
  }

  /** The verdicts that were kept, and their findings. */
  conclude(): { readonly verdicts: Verdict[]; readonly findings: Finding[] } {
    const { findings, findingOf } = findingsOf(this.#kept);
    return { findings, verdicts: this.#kept.map((verdict) => ({ ...verdict, finding: findingOf(verdict) })) };
  }
}
