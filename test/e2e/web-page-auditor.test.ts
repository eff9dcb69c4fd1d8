// An auditor at the page of the real broker, in Chromium: sees everything, decides nothing, not even with forged calls.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { eventually } from '../support/processes.ts';
import { spawnSsh, ssh } from '../support/ssh-client.ts';
import { startWebBroker } from '../support/web-visitor.ts';

const policy = `version: 1
rules:
  - { id: look, allow: { run: ["builtin:readonly@1"] } }
  - { id: oncall, ask: { run: ["touch **"] }, ttl: 10m }
`;

/**
 * Runs in the page and calls as its own code does, with the secret that the server gives to it: the status, and what the
 * answer says. `card` and `live` are the request that waits and its session.
 */
const forge = (path: string, body: string, headers: string) => `(async () => {
  const [card] = (await (await fetch('/api/v1/requests')).json()).requests;
  const [live] = (await (await fetch('/api/v1/sessions?state=live')).json()).sessions;
  const decide = (decision) => ({ decision, note: 'forged', digest: card.digest, requests: card.requests, word: 'approve' });
  window.secret ??= (await (await fetch('/api/v1/secret', { method: 'POST' })).json()).secret;
  const headers = { 'Content-Type': 'application/json', 'Ostiary-Secret': window.secret, ...${headers} };
  const answer = await fetch(${path}, { method: 'POST', headers, body: JSON.stringify(${body}) });
  const { result, error } = await answer.json();
  return answer.status + ' ' + (result ?? error.code);
})()`;

const decision = "'/api/v1/requests/' + card.request + '/decision'";

it('shows an auditor no control that decides, and refuses what the page is made to send', async (context) => {
  const browser = await openBrowser(context);
  const { broker, origin, first } = await startWebBroker({ policy });
  const file = join(broker.workspace, 'made');
  const agent = spawnSsh({ ...broker.as('coder'), args: [`touch ${file}`] });
  agent.stdin.end();
  let said = '';
  agent.stderr.on('data', (bytes) => (said += bytes));
  const ended = new Promise<number | null>((resolve) => agent.on('close', resolve));
  await eventually('a person is asked', () => /a person is asked/.test(said));

  const { page, faults } = await browser.open();
  await page.goto(`${origin}${first}`);
  const controls = page.getByRole('button', { name: /approve|deny|allow|kill|lock/i });
  await page.getByRole('row').filter({ hasText: 'live' }).getByRole('link').click();
  await page
    .getByRole('listitem')
    .filter({ hasText: `touch ${file}` })
    .waitFor();
  expect(await controls.count()).toBe(0);
  await page.getByRole('link', { name: 'Requests' }).click();
  await page.getByRole('article').getByText(`touch ${file}`).first().waitFor();
  await page.getByText('Auditors look; operators decide.').waitFor();
  for (const key of ['a', 'd', 'Enter']) await page.locator('body').press(key);
  expect(await controls.count()).toBe(0);
  expect(await page.getByRole('textbox').count()).toBe(0);
  expect(await page.getByText('Lock …').count()).toBe(0);

  const lock = "{ scope: 'agent', name: 'coder', note: 'forged' }";
  for (const [path, body, headers, answer] of [
    [decision, "decide('approve')", '{}', '200 not-permitted'],
    [decision, "decide('deny')", '{}', '200 not-permitted'],
    [decision, "decide('approve')", "{ 'Ostiary-Secret': '' }", '403 SECRET_MISSING'],
    [decision, "decide('approve')", "{ 'Ostiary-Secret': 'x'.repeat(43) }", '403 SECRET_MISSING'],
    ["'/api/v1/sessions/' + live.id + '/kill'", '{}', '{}', '403 NOT_PERMITTED'],
    ["'/api/v1/locks'", lock, '{}', '403 NOT_PERMITTED'],
    ["'/api/v1/locks'", "{ scope: 'everything', name: null, note: null }", '{}', '403 NOT_PERMITTED'],
    ["'/api/v1/locks/remove'", lock, '{}', '403 NOT_PERMITTED'],
  ] as const) {
    expect(await page.evaluate(forge(path, body, headers)), `${path} ${body}`).toBe(answer);
  }
  expect(existsSync(file)).toBe(false);
  const decided = broker
    .events()
    .filter(({ type }) => ['approved', 'denied', 'killed', 'locked', 'unlocked'].includes(type));
  expect(decided).toEqual([]);
  // It still waits, on the page too, and the broker serves who may decide.
  await page.reload();
  await page.getByRole('article').getByText(`touch ${file}`).first().waitFor();
  expect(faults).toEqual([]);
  const done = await ssh({ ...broker.as('maria', 'console'), args: [`approve ${/req_[\w-]+/.exec(said)?.[0]}`] });
  expect(done.status).toBe(0);
  expect(await ended).toBe(0);
  expect(existsSync(file)).toBe(true);
  expect((await ssh({ ...broker.as('coder'), args: ['uname'] })).status).toBe(0);
});
