/**
 * Nanoseconds in a number of microseconds, as a bigint. Whole microseconds and their fraction are converted apart:
 * their product with 1000 would lose digits in captures that span more than a hundred days.
 */
export function nanosecondsOf(microseconds: number): bigint {
  const whole = Math.floor(microseconds);
  return BigInt(whole) * 1000n + BigInt(Math.round((microseconds - whole) * 1000));
}
