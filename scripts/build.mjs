// Compiles src/ to dist/ and makes the command executable. Runs by itself on `npm ci`, `npm test` and `npm run demo`.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const tsc = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));
if (!existsSync(tsc)) {
  process.stdout.write('whyrst: TypeScript is not installed, nothing is built (run npm ci)\n');
} else {
  execFileSync(process.execPath, [tsc, '-p', 'src'], { cwd: root, stdio: 'inherit' });
  cpSync(new URL('../src/pdf/fonts', import.meta.url), new URL('../dist/pdf/fonts', import.meta.url), {
    recursive: true,
  });
  chmodSync(new URL('../dist/cli/main.js', import.meta.url), 0o755);
}
