// The system's Chromium with the page in it. Whatever a page must never do is collected: violations of its CSP, errors,
// requests to anywhere else.

import type { Browser, Page } from 'playwright-core';
import type { TestContext } from 'vitest';
import { onTestFinished } from 'vitest';
import { launchChromium, terminalRows } from './chromium.ts';
import { findLowContrast } from './contrast.ts';
import { needProgram } from './programs.ts';

export interface TestPage {
  readonly page: Page;
  /** What the page must never do, in words; empty when all is well. */
  readonly faults: readonly string[];
  /** Texts that are hard to read (WCAG 2.2 §1.4.3, level AA), of what is shown now. */
  lowContrast(): Promise<readonly string[]>;
  /** What the player's terminal shows. */
  terminal(): Promise<string>;
}

export interface TestBrowser {
  /** A person of their own: nothing is shared with another page, but for pages of the same `person`. */
  open(options?: { readonly scheme?: 'light' | 'dark'; readonly beside?: TestPage }): Promise<TestPage>;
}

/** Skips (or in strict mode fails) the calling test when Chromium is missing. */
export async function openBrowser(context: Pick<TestContext, 'skip'>): Promise<TestBrowser> {
  const browser = await launchChromium(needProgram(context, 'chromium'));
  onTestFinished(() => browser.close());
  return { open: (options = {}) => openPage(browser, options) };
}

async function openPage(
  browser: Browser,
  { scheme = 'light', beside }: { readonly scheme?: 'light' | 'dark'; readonly beside?: TestPage },
): Promise<TestPage> {
  const context =
    beside?.page.context() ??
    (await browser.newContext({ viewport: { width: 1280, height: 800 }, colorScheme: scheme }));
  const page = await context.newPage();
  const faults: string[] = [];
  let home: string | null = null;
  await page.exposeFunction('tellViolation', (text: string) => faults.push(`CSP: ${text}`));
  await page.addInitScript({
    content: `document.addEventListener('securitypolicyviolation', (event) =>
      tellViolation(event.violatedDirective + ' ' + event.blockedURI))`,
  });
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    home ??= host;
    if (host !== home && protocol !== 'data:' && protocol !== 'blob:') faults.push(`outside: ${request.url()}`);
  });
  return {
    page,
    faults,
    lowContrast: () => findLowContrast(page),
    async terminal() {
      const rows = await page.locator(terminalRows).allTextContents();
      return rows.map((row) => row.replaceAll('\u00a0', ' ').trimEnd()).join('\n');
    },
  };
}
