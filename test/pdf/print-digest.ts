// Prints the SHA-256 of a fixture report: `tsx test/pdf/print-digest.ts zh-CN`. Run by document.test.ts in a process of its own.
import { createHash } from 'node:crypto';
import { fixture } from './fixtures.ts';

const { bytes } = await fixture(process.argv[2] === 'en' ? 'en' : 'zh-CN');
process.stdout.write(createHash('sha256').update(bytes).digest('hex'));
