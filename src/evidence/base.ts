import type { Evidence } from '../model/evidence.ts';

/** Evidence of one RST before its neighbours are known. */
export type Base = Omit<Evidence, 'neighbours' | 'ready' | 'steps' | 'scan' | 'mayBeProbe'>;
