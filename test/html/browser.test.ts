/** Reports in a real browser: nothing is requested, nothing blocked, axe finds no barrier, keyboard and switches work. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tellReport } from '../../src/documents.ts';
import { analyze } from '../../src/pipeline.ts';
import { toHtml } from '../../src/prints.ts';
import { hasBrowser, launch, needingBrowser } from './browser.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

describe.skipIf(!hasBrowser)(needingBrowser('a report in Chromium'), () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());

  const html = async (sample: string, languages = ['zh-CN', 'en']): Promise<string> => {
    const analysis = await analyze(fileURLToPath(new URL(`../../samples/${sample}/capture.pcap`, import.meta.url)));
    return toHtml(languages.map((language) => ({ language, ...tellReport(analysis, { language }) })));
  };

  /** Opens a page and collects what it asks for and complains about. */
  async function opened(content: string, options: BrowserContextOptions = {}) {
    const context = await browser.newContext({ locale: 'en-GB', ...options });
    const page = await context.newPage();
    const asked: string[] = [];
    const said: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(error.message));
    await page.setContent(content);
    return { page, asked, said, close: () => context.close() };
  }

  async function barriers(page: Page): Promise<readonly string[]> {
    await page.evaluate(axe);
    const { violations } = (await page.evaluate('axe.run(document)')) as { violations: readonly Violation[] };
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
  }

  it.each([
    ['demo', {}],
    ['demo', { colorScheme: 'dark' }],
    ['on-path-injection-burst', { locale: 'zh-CN', viewport: { width: 360, height: 740 } }],
    ['middlebox-idle-rst-at-expiry', { colorScheme: 'dark', locale: 'zh-CN' }],
    ['syn-into-silence-no-rst', {}],
  ] as const)('%s has no barrier that axe finds, with %j', async (sample, options) => {
    // axe is injected past the policy; the next test looks at the policy itself.
    const { page, close } = await opened(await html(sample), { ...options, bypassCSP: true });
    expect(await barriers(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
    await close();
  });

  it('asks for nothing and is stopped by nothing, in its own policy', async () => {
    const { page, asked, said, close } = await opened(await html('demo'));
    await page.getByRole('button', { name: '中文' }).click();
    expect(asked).toEqual([]);
    expect(said).toEqual([]);
    const colour = await page.evaluate('getComputedStyle(document.querySelector("h1")).color');
    expect(colour).toBe('rgb(18, 54, 95)');
    await close();
  });

  it('shows the language of the reader and switches by keyboard', async () => {
    const { page, close } = await opened(await html('demo'), { locale: 'zh-CN' });
    const shown = (): Promise<unknown> =>
      page.evaluate(
        '[...document.querySelectorAll("article")].filter((each) => !each.hidden).map((each) => each.lang)',
      );
    expect(await shown()).toEqual(['zh-CN']);
    expect(await page.title()).toMatch(/\p{Script=Han}/u);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.className')).toBe('skip');
    for (const _ of [1, 2]) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await shown()).toEqual(['en']);
    expect(await page.evaluate('document.documentElement.lang')).toBe('en');
    expect(await page.title()).not.toMatch(/\p{Script=Han}/u);
    expect(await page.getByRole('button', { name: 'English' }).getAttribute('aria-pressed')).toBe('true');
    await close();
  });

  it('copies a filter and says so', async () => {
    const { page, close } = await opened(await html('demo'));
    const button = page.getByRole('button', { name: 'Copy filter' }).first();
    await page.evaluate(
      'document.addEventListener("copy", () => { document.body.dataset.copied = String(getSelection()); })',
    );
    await page.evaluate('Object.defineProperty(navigator, "clipboard", { value: undefined })');
    await button.click();
    expect(await page.getByRole('status').textContent()).toBe('Copied');
    expect(await page.evaluate('document.body.dataset.copied')).toMatch(/^frame\.number in \{16, 17/);
    await close();
  });

  it('can be read without its script, in both languages', async () => {
    const { page, close } = await opened(await html('demo'), { javaScriptEnabled: false });
    expect(await page.locator('article').count()).toBe(2);
    for (const article of await page.locator('article').all()) expect(await article.isVisible()).toBe(true);
    expect(await page.getByRole('button').count()).toBe(0);
    await close();
  });

  it('prints the language that is shown, in black on white, without buttons', async () => {
    const { page, close } = await opened(await html('demo'), { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.getByRole('button').count()).toBe(0);
    expect(await page.evaluate('getComputedStyle(document.documentElement).backgroundColor')).toBe(
      'rgb(255, 255, 255)',
    );
    expect(await page.locator('article:visible').count()).toBe(1);
    await close();
  });
});
