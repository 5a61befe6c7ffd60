// `npm run demo`: the report on a real sample in both languages, in ./demo-report.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const command = ['dist/cli/main.js', 'report', 'samples/demo/capture.pcap', '-o', 'demo-report'];
const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' });
process.exitCode = status ?? 1;
