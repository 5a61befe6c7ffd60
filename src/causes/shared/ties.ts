/** Causes that leave the same trace as another. */
import type { CauseId } from '../../model/cause-ids.ts';

/** A connection that the server still knew under another name, or that a box between had forgotten. */
export const LOST_ON_THE_WAY: readonly CauseId[] = [
  'nat-rebind',
  'conntrack-leak',
  'lb-rehash',
  'failover-vip-move',
  'middlebox-idle-timeout-rst',
];

/** Look-alikes that leave the same trace only where the condition holds. */
export function onlyIf(condition: boolean, ...ids: readonly CauseId[]): readonly CauseId[] {
  return condition ? ids : [];
}
