/** Figures of two languages as one: the same drawing, each label in both. */
import type { FigureData } from '../../model/figure.ts';
import { pair } from './pair.ts';

/** One figure for two that differ in their words only; `second` must be the same figure in another language. */
export function oneFigure(first: FigureData, second: FigureData): FigureData {
  // Both were made by one function from one verdict, so that a value and its counterpart have the same shape.
  return merge(first, second) as FigureData;
}

function merge(first: unknown, second: unknown): unknown {
  if (typeof first === 'string' && typeof second === 'string') return pair(first, second);
  if (Array.isArray(first) && Array.isArray(second)) return first.map((each, index) => merge(each, second[index]));
  if (typeof first !== 'object' || first === null || typeof second !== 'object' || second === null) return first;
  const others = new Map(Object.entries(second));
  return Object.fromEntries(Object.entries(first).map(([name, value]) => [name, merge(value, others.get(name))]));
}
