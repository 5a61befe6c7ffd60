/** The least of many numbers; Infinity of none. Math.min() takes its numbers from the stack, which holds about 10⁵ of them. */
export function least(numbers: readonly number[]): number {
  return numbers.reduce((found, each) => Math.min(found, each), Number.POSITIVE_INFINITY);
}

/** The greatest of many numbers; −Infinity of none. */
export function greatest(numbers: readonly number[]): number {
  return numbers.reduce((found, each) => Math.max(found, each), Number.NEGATIVE_INFINITY);
}
