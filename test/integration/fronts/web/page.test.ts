// The page in a real browser before the real door: recordings that were made, people who look.
import { rmSync } from 'node:fs';
import { describe, expect, it, type TestContext } from 'vitest';
import { openBrowser, type TestBrowser } from '../../../support/browser.ts';
import { readBuiltPage } from '../../../support/built-page.ts';
import type { RecordedStatement } from '../../../support/recorded-world.ts';
import { openWebDoor, type WebDoor } from '../../../support/web-door.ts';

const second = 1_000_000; // µs

const story: readonly RecordedStatement[] = [
  { text: 'uname -a', output: ['Linux broker 6.1\r\n', second] },
  { text: 'sleep 60', output: [60 * second, 'slept\r\n'] },
  { text: 'rm -rf /srv/www', decision: 'deny', rules: ['no-destroy'] },
  { text: 'touch deploy.lock', decision: 'ask', verdict: 'approved', output: [second, 'locked\r\n'] },
  { text: 'echo done', output: [second, 'done\r\n'] },
];

async function open(context: TestContext) {
  const door = await openWebDoor({ page: readBuiltPage() });
  const browser = await openBrowser(context);
  return { door, browser };
}

async function signIn(
  door: WebDoor,
  browser: TestBrowser,
  name: string,
  options: Parameters<TestBrowser['open']>[0] = {},
) {
  const opened = await browser.open(options);
  await opened.page.goto(`${door.origin}${door.linkOf(name)}`);
  await opened.page.getByRole('navigation').waitFor();
  return opened;
}

describe('the page', () => {
  it('says how to get a link to whoever is not signed in', async (context) => {
    const { door, browser } = await open(context);
    const { page, faults } = await browser.open();
    await page.goto(`${door.origin}/sessions/ses_abc`);
    await page.getByText('ssh -p PORT -i KEY console@127.0.0.1 web').waitFor();
    expect(faults).toEqual([]);
  });

  it('opens a session at a statement, and the terminal shows that moment, with pauses and without', async (context) => {
    const { door, browser } = await open(context);
    const { session } = await door.record(story);
    const { page, faults, terminal } = await signIn(door, browser, 'aud');
    await page.getByRole('link', { name: '2026-11-20' }).click();
    const row = (sequence: number) => page.getByRole('listitem').filter({ hasText: new RegExp(`^${sequence} `) });
    await row(3).getByText('denied').waitFor();
    await row(4).getByText('approved').waitFor();

    await row(4).getByRole('link').click();
    await expect.poll(terminal).toContain('touch deploy.lock');
    expect(await terminal()).not.toContain('locked');
    expect(page.url()).toMatch(new RegExp(`/sessions/${session}#stmt-4$`));
    await expect.poll(() => row(4).getAttribute('aria-current')).toBe('step');

    await page.getByLabel('Shorten pauses').uncheck();
    await row(2).getByRole('link').click();
    await expect.poll(terminal).not.toContain('slept');
    await row(5).getByRole('link').click();
    await expect.poll(terminal).toContain('locked');
    expect(await terminal()).not.toMatch(/^done/m);
    expect(faults).toEqual([]);
  });

  it('keeps its place when speed or pauses change, plays on, and marks what plays', async (context) => {
    const { door, browser } = await open(context);
    const { session } = await door.record(story);
    const { page, faults, terminal } = await signIn(door, browser, 'aud');
    await page.goto(`${door.origin}/sessions/${session}#stmt-4`);
    await expect.poll(terminal).toContain('touch deploy.lock');
    await page.getByLabel('Speed').selectOption('8');
    await expect.poll(terminal).toContain('touch deploy.lock');
    await page.keyboard.press('Escape');
    await page.locator('body').press('p');
    await expect.poll(terminal).toMatch(/^done/m);
    await expect.poll(() => page.locator('li[aria-current=step]').textContent()).toContain('echo done');
    expect(faults).toEqual([]);
  });

  it('shows bytes that try to break out as what they are', async (context) => {
    const { door, browser } = await open(context);
    const evil =
      '<img src=x onerror=tellViolation("script")>\u202e\u001b]8;;https://evil.test\u0007link\u001b]8;;\u0007 https://evil.test';
    const { session } = await door.record(
      [
        {
          text: evil,
          output: [
            Buffer.from(`${evil}\r\n`),
            Buffer.of(0xff, 0xfe, 0xc0),
            '<script>tellViolation("script")</script>\r\n',
          ],
        },
      ],
      { identity: 'coder' },
    );
    const { page, faults, terminal } = await signIn(door, browser, 'aud');
    await page.goto(`${door.origin}/sessions/${session}#stmt-1`);
    await page.getByText('Statement 1').waitFor();
    await page.getByRole('region', { name: 'Statement' }).getByText('<U+202E>').first().waitFor();
    await page.locator('body').press('p');
    await expect.poll(terminal).toContain('<script>');
    expect(await page.locator('a[href*="evil"], main img').count()).toBe(0);
    expect(faults).toEqual([]);
  });

  it('says plainly that a recording is gone, and shows what was decided all the same', async (context) => {
    const { door, browser } = await open(context);
    const { session, file } = await door.record(story);
    rmSync(file);
    const { page, faults } = await signIn(door, browser, 'aud');
    await page.goto(`${door.origin}/sessions/${session}`);
    await page.getByText('The statements and what was decided about them are still here.').waitFor();
    await page.getByRole('listitem').filter({ hasText: 'rm -rf' }).getByText('denied').waitFor();
    await page.goto(`${door.origin}/sessions/ses_nobodysSessionIsThis0`);
    await page.getByRole('alert').waitFor();
    expect(faults).toEqual([]);
  });

  it('stays quick with thousands of sessions and of statements', async (context) => {
    const { door, browser } = await open(context);
    for (let index = 0; index < 250; index++)
      await door.record([{ text: `echo ${index}` }], { target: index % 2 ? 'local' : 'web-1' });
    const many = Array.from({ length: 600 }, (_, index) => ({ text: `echo line ${index + 1}`, output: [1000] }));
    const { session } = await door.record(many);
    const { page, faults } = await signIn(door, browser, 'aud');
    await page.getByRole('row').nth(5).hover();
    await expect
      .poll(
        async () => {
          await page.mouse.wheel(0, 1_000_000);
          return page.locator('table').getAttribute('aria-rowcount');
        },
        { timeout: 20_000 },
      )
      .toBe('252');
    expect(await page.getByRole('row').count()).toBeLessThan(80);
    await page.goto(`${door.origin}/sessions/${session}#stmt-555`);
    await page.locator('li[aria-current=step]').getByText('echo line 555').waitFor();
    expect(await page.getByRole('listitem').count()).toBeLessThan(80);
    expect(await page.locator('.strip rect').count()).toBeLessThan(1100);
    expect(faults).toEqual([]);
  }, 120_000);

  it('goes by keys alone: search, lists, help', async (context) => {
    const { door, browser } = await open(context);
    await door.record(story);
    await door.record([{ text: 'second' }]);
    const { page, faults } = await signIn(door, browser, 'aud');
    await page.getByRole('row').nth(2).waitFor();
    const body = page.locator('body');
    await body.press('j');
    await body.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'coder → local' }).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('/');
    await page.keyboard.type('nothing at all');
    await page.keyboard.press('Enter');
    await page.getByText('Nothing was found.').waitFor();
    expect(page.url()).toContain('/search?q=nothing');
    expect(faults).toEqual([]);
  });

  for (const scheme of ['light', 'dark'] as const) {
    it(`is readable in ${scheme}: every text holds WCAG AA`, async (context) => {
      const { door, browser } = await open(context);
      const { session } = await door.record(story);
      await door.record(story, { close: false });
      const { page, faults, lowContrast } = await signIn(door, browser, 'maria', { scheme });
      for (const address of ['/', `/sessions/${session}#stmt-4`, '/search', '/requests', '/?state=interrupted']) {
        await page.goto(`${door.origin}${address}`);
        await page.locator('main').waitFor();
        await page.waitForTimeout(500);
        expect(await lowContrast(), address).toEqual([]);
      }
      expect(faults).toEqual([]);
    });
  }
});
