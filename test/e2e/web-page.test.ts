// Auditors and operators at the page of the real broker: an agent works over ssh, a person looks on in Chromium.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, type TestContext } from 'vitest';
import { startBroker, type TestBroker } from '../support/broker.ts';
import { openBrowser, type TestBrowser, type TestPage } from '../support/browser.ts';
import { eventually } from '../support/processes.ts';
import { spawnSsh, ssh } from '../support/ssh-client.ts';

const policy = `version: 1
rules:
  - id: look
    allow: { run: ["builtin:readonly@1", "sleep *", "seq *"] }
  - id: no-opening
    deny: { run: ["chmod **"] }
    say: modes of files stay as they are
  - id: oncall
    ask: { run: ["touch **", "rm **"], effects: [delete] }
    ttl: 60s
`;

async function open(context: TestContext) {
  const browser = await openBrowser(context);
  return { browser, broker: await startBroker({ policy, web: true }) };
}

async function linkFor(broker: TestBroker, name: string): Promise<string> {
  const { stdout } = await ssh({ ...broker.as(name, 'console'), args: ['web', '--json'] });
  return (JSON.parse(stdout.toString()) as { url: string }).url;
}

async function signIn(
  broker: TestBroker,
  browser: TestBrowser,
  name: string,
  scheme: 'light' | 'dark' = 'light',
): Promise<TestPage & { readonly home: string }> {
  const opened = await browser.open({ scheme });
  const link = await linkFor(broker, name);
  await opened.page.goto(link);
  await opened.page.getByRole('navigation').waitFor();
  return { ...opened, home: new URL(link).origin };
}

/** An agent's command that waits for a person. */
async function ask(broker: TestBroker, command: string) {
  const child = spawnSsh({ ...broker.as('coder'), args: [command] });
  child.stdin.end();
  let said = '';
  child.stderr.on('data', (bytes) => {
    said += bytes;
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  await eventually('a person is asked', () => /a person is asked/.test(said));
  return { ended, said: () => said };
}

it('signs in by a link that works once, finds the session, and shows the terminal at the statement', async (context) => {
  const { browser, broker } = await open(context);
  const agent = broker.shell();
  await agent.see('$ ');
  for (const line of ['echo first-of-all', 'chmod 777 /srv/www', 'seq 3 5', 'echo last-of-all']) {
    agent.type(`${line}\r`);
    await agent.see(line);
    await agent.see('$ ');
  }
  agent.type('exit\r');
  await agent.exited;
  await ssh({ ...broker.as('coder'), args: ['uname'] });

  const { page, faults, terminal } = await browser.open();
  const link = await linkFor(broker, 'aud');
  await page.goto(link);
  await page.getByRole('row').nth(2).waitFor();
  expect(page.url()).toBe(`${new URL(link).origin}/`);
  await page.getByLabel('Had').selectOption('denied');
  await expect.poll(() => page.getByRole('row').count()).toBe(2);
  expect(page.url()).toContain('had=denied');
  await page.getByRole('link', { name: /^\d{4}-/ }).click();

  const row = (text: string) => page.getByRole('listitem').filter({ hasText: text });
  await row('chmod').getByText('denied').waitFor();
  await row('chmod').getByText('no-opening').waitFor();
  await row('seq 3 5').getByRole('link').click();
  await expect.poll(terminal).toContain('seq 3 5');
  expect(await terminal()).toContain('first-of-all');
  expect(await terminal()).not.toContain('last-of-all');
  await page.getByRole('region', { name: 'Statement' }).getByText('Statement 3').waitFor();

  await page.getByRole('button', { name: 'Check' }).click();
  await page.getByRole('dialog').getByText('sound', { exact: true }).waitFor();
  await page.keyboard.press('Escape');

  const again = await browser.open();
  await again.page.goto(link);
  await again.page.getByText('does not sign you in').waitFor();
  expect(faults).toEqual([]);
  expect(again.faults).toEqual([]);
  expect(broker.events().map(({ type }) => type)).toEqual(expect.arrayContaining(['replayed', 'verified']));
});

it('leads from a hit of the search to its moment', async (context) => {
  const { browser, broker } = await open(context);
  const agent = broker.shell();
  await agent.see('$ ');
  for (const line of ['echo before', 'echo needle-$((40+2))', 'echo after-all']) {
    agent.type(`${line}\r`);
    await agent.see(line);
    await agent.see('$ ');
  }
  agent.type('exit\r');
  await agent.exited;
  const { page, faults, terminal } = await signIn(broker, browser, 'aud');
  await page.keyboard.press('/');
  await page.keyboard.type('"needle-42" agent:coder');
  await page.keyboard.press('Enter');
  const hit = page.getByRole('link').filter({ hasText: 'in the output' });
  await expect
    .poll(async () => {
      await page.reload();
      await page.waitForTimeout(300);
      return hit.count();
    })
    .toBe(1);
  await hit.locator('mark').first().waitFor();
  await hit.click();
  await expect.poll(terminal).toContain('echo needle-');
  expect(page.url()).toMatch(/#stmt-2$/);
  expect(await terminal()).not.toContain('after-all');
  expect(faults).toEqual([]);
});

it('shows a running session as it goes on, to a late joiner too, and then its recording', async (context) => {
  const { browser, broker } = await open(context);
  const agent = broker.shell();
  await agent.see('$ ');
  const first = await signIn(broker, browser, 'aud');
  await first.page.getByRole('row').filter({ hasText: 'live' }).getByRole('link').click();
  await first.page.locator('.ap-term-text').waitFor();
  agent.type('echo seen-at-once\r');
  await expect.poll(first.terminal, { interval: 20 }).toContain('seen-at-once');
  await first.page.getByRole('listitem').filter({ hasText: 'echo seen-at-once' }).waitFor();

  const late = await browser.open({ beside: first });
  await late.page.goto(first.page.url());
  await expect.poll(late.terminal).toContain('seen-at-once');

  agent.type('exit\r');
  await agent.exited;
  await first.page.getByRole('link', { name: 'Download' }).waitFor();
  await expect.poll(first.terminal).toContain('exit');
  await first.page.getByRole('listitem').filter({ hasText: 'echo seen-at-once' }).getByRole('link').click();
  await expect.poll(first.terminal).toContain('echo seen-at-once');
  await first.page.getByLabel('Speed').waitFor();
  expect([...first.faults, ...late.faults]).toEqual([]);
});

it('lets an operator decide as at the console: armed, with a note, with the word at high risk', async (context) => {
  const { browser, broker } = await open(context);
  const { page, faults, lowContrast } = await signIn(broker, browser, 'maria', 'dark');
  await page.getByRole('link', { name: 'Requests' }).click();
  await page.getByText('Nothing waits').waitFor();

  const file = join(broker.workspace, 'made');
  const approved = await ask(broker, `touch ${file}`);
  await page.getByRole('article').getByText(`touch ${file}`).first().waitFor();
  await page.getByRole('button', { name: 'Approve' }).click();
  expect(await approved.ended).toBe(0);
  expect(existsSync(file)).toBe(true);

  const denied = await ask(broker, `touch ${file}-too`);
  await page.getByRole('article').getByText(`${file}-too`).first().waitFor();
  await page.locator('body').press('d');
  await page.keyboard.type('not on a Friday');
  await page.keyboard.press('Enter');
  expect(await denied.ended).toBe(77);
  expect(denied.said()).toContain('not on a Friday');

  const risky = await ask(broker, 'rm -f /var/tmp/ostiary-nothing-is-here');
  await page.getByText('high risk').waitFor();
  await page.getByRole('button', { name: 'Approve' }).click();
  const field = page.getByLabel('Type the word approve');
  await field.fill('approve');
  await page.getByText('Pasted text does nothing here').waitFor();
  expect(await lowContrast()).toEqual([]);
  await field.pressSequentially('approve');
  await page.keyboard.press('Enter');
  expect(await risky.ended).toBe(0);
  expect(faults).toEqual([]);
});

it('lets an operator kill a session and lock an agent out', async (context) => {
  const { browser, broker } = await open(context);
  const child = spawnSsh({ ...broker.as('coder'), args: ['sleep 600'] });
  child.stdin.end();
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const { page, faults } = await signIn(broker, browser, 'maria');
  await page.getByRole('row').filter({ hasText: 'live' }).getByRole('link').click();
  await page.getByRole('listitem').filter({ hasText: 'sleep 600' }).waitFor();
  await page.getByRole('button', { name: 'Kill' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Kill it' }).click();
  expect(await ended).toBe(143);
  await page.locator('h1').getByText('closed').waitFor();

  await page.getByRole('link', { name: 'Requests' }).click();
  await page.getByText('Lock …').click();
  await page.getByLabel('Name').fill('coder');
  await page.getByRole('button', { name: 'Lock', exact: true }).click();
  await page.getByText('agent coder').waitFor();
  expect((await ssh({ ...broker.as('coder'), args: ['uname'] })).status).toBe(77);
  await page.getByRole('button', { name: 'Unlock' }).click();
  await page.getByText('agent coder').waitFor({ state: 'detached' });
  expect((await ssh({ ...broker.as('coder'), args: ['uname'] })).status).toBe(0);
  expect(faults).toEqual([]);
});

it('lets auditors look, and nobody act with the cookie alone', async (context) => {
  const { browser, broker } = await open(context);
  const file = join(broker.workspace, 'made');
  const asking = await ask(broker, `touch ${file}`);
  const auditor = await signIn(broker, browser, 'aud');
  await auditor.page.goto(`${auditor.home}/requests`);
  await auditor.page.getByRole('article').getByText(`touch ${file}`).first().waitFor();
  await auditor.page.getByText('Auditors look; operators decide.').waitFor();
  expect(await auditor.page.getByRole('button', { name: /Approve|Deny|Lock/ }).count()).toBe(0);

  const operator = await signIn(broker, browser, 'maria');
  // A reload loses what the page's memory held; the cookie is still good for looking.
  await operator.page.goto(`${operator.home}/requests`);
  await operator.page.getByText('sign in again with a new link').waitFor();
  for (const { page } of [auditor, operator]) {
    const status = await page.evaluate(`(async () => {
      const [card] = (await (await fetch('/api/v1/requests')).json()).requests;
      const body = { decision: 'approve', note: null, digest: card.digest, requests: card.requests, word: null };
      const headers = { 'Content-Type': 'application/json' };
      return (await fetch('/api/v1/requests/' + card.request + '/decision', { method: 'POST', headers, body: JSON.stringify(body) })).status;
    })()`);
    expect(status).toBe(403);
  }
  expect([...auditor.faults, ...operator.faults]).toEqual([]);
  expect(existsSync(file)).toBe(false);
  const done = await ssh({ ...broker.as('maria', 'console'), args: [`deny ${/req_\w+/.exec(asking.said())?.[0]} no`] });
  expect(done.status).toBe(0);
  expect(await asking.ended).toBe(77);
});

it('plays a recording of 20 MB in pieces, and stays small', async (context) => {
  const { browser, broker } = await open(context);
  const long = await ssh({ ...broker.as('coder'), args: ['seq 1 2600000'], options: ['-tt'] });
  expect(long.stdout.length).toBeGreaterThan(20_000_000);
  const { page, faults, terminal } = await signIn(broker, browser, 'aud');
  await page.getByRole('row').nth(1).getByRole('link').click();
  await page.locator('.ap-term-text').waitFor({ timeout: 60_000 });
  const strip = page.getByRole('img', { name: /colours of its verdicts/ });
  const { width, height } = (await strip.boundingBox()) ?? { width: 0, height: 0 };
  await expect
    .poll(async () => {
      await strip.click({ position: { x: width * 0.95, y: height / 2 } });
      return terminal();
    })
    .toMatch(/^(1[5-9]|2\d)\d{5}$/m);
  const heap = Number(await page.evaluate('performance.memory.usedJSHeapSize'));
  expect(heap).toBeLessThan(50_000_000);
  expect(faults).toEqual([]);
}, 180_000);
