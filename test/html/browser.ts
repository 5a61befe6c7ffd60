/** A real browser for tests: Chromium as Debian installs it, driven without a download. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PATH = '/usr/bin/chromium';

export const hasBrowser = existsSync(PATH);

/** Name of a test that needs the browser, so that a run without it says why the test was skipped. */
export function needingBrowser(name: string): string {
  return hasBrowser ? name : `${name} (skipped: ${PATH} is not installed)`;
}

/** Tests run as root in containers, where the sandbox of Chromium does not start. */
export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: PATH, args: ['--no-sandbox'] });
}
