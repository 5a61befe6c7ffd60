// src/segment-worker.ts for a Node.js that cannot run TypeScript by itself.
import { register } from 'tsx/esm/api';

register();
await import('../../src/segment-worker.ts');
