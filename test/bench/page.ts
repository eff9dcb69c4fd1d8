// The page with a recording of 200 MB in Chromium: first frame, seek, heap, what travels; and a live screen's lag.
import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright-core';
import { type BrokerProcess, spawnBrokerProcess } from '../support/broker-process.ts';
import { launchChromium, terminalRows } from '../support/chromium.ts';
import { findProgram } from '../support/programs.ts';
import { spawnSsh, ssh } from '../support/ssh-client.ts';
import { median, printTable } from './measure.ts';

/** Some 200 MB at a terminal. */
const numbers = 22_500_000;
const manyBytes = 'recordings: { maxSession: 100GiB, maxIdentityHour: 1TiB }\n';

export async function benchPage(): Promise<void> {
  const chromium = findProgram('chromium');
  if (chromium === null) {
    console.log('page: skipped, chromium is not installed');
    return;
  }
  await using broker = await spawnBrokerProcess({ web: true, config: manyBytes });
  const made = await ssh({ ...broker.as('coder'), args: [`seq 1 ${numbers}`], options: ['-tt'] });
  const browser = await launchChromium(chromium);
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const devtools = await page.context().newCDPSession(page);
    await signIn(page, broker);
    const began = performance.now();
    await page.getByRole('row').nth(1).getByRole('link').click();
    await page.locator('.ap-term-text').waitFor({ timeout: 600_000 });
    const prepared = performance.now() - began;
    const recording = await replay(page, devtools, page.url());
    const lags = await watch(page, broker);
    console.log(`\nA recording of ${Math.round(made.stdout.length / 1e6)} MB on the page`);
    printTable([
      ['', 'figure', 'goal'],
      ['its pieces are cut, once', `${(prepared / 1000).toFixed(1)} s`, ''],
      ['address opened → first frame', `${Math.round(recording.firstFrame)} ms`, '< 1000 ms'],
      ['seek, median', `${Math.round(median(recording.seeks))} ms`, '< 500 ms'],
      ['seek, longest', `${Math.round(Math.max(...recording.seeks))} ms`, '< 500 ms'],
      ['JS heap after them', `${(recording.heap / 1e6).toFixed(1)} MB`, '< 50 MB'],
      ['received', `${(recording.received / 1e6).toFixed(1)} MB`, ''],
      ['live: typed → seen, median', `${Math.round(median(lags))} ms`, '< 1000 ms'],
      ['live: typed → seen, longest', `${Math.round(Math.max(...lags))} ms`, '< 1000 ms'],
    ]);
  } finally {
    await browser.close();
  }
}

async function signIn(page: Page, broker: BrokerProcess): Promise<void> {
  const { stdout } = await ssh({ ...broker.as('aud', 'console'), args: ['web', '--json'] });
  await page.goto((JSON.parse(stdout.toString()) as { url: string }).url);
  await page.getByRole('row').nth(1).waitFor();
}

async function replay(page: Page, devtools: CDPSession, address: string) {
  let received = 0;
  await devtools.send('Network.enable');
  devtools.on('Network.loadingFinished', ({ encodedDataLength }) => {
    received += encodedDataLength;
  });
  await page.goto('about:blank');
  const began = performance.now();
  await page.goto(`${address}#stmt-1`);
  // Set when a moment is sought, which is when the player holds the recording.
  await page.locator('.screen[data-sought]').waitFor();
  const firstFrame = performance.now() - began;

  const strip = page.getByRole('img', { name: /colours of its verdicts/ });
  const { width = 0 } = (await strip.boundingBox()) ?? {};
  const seeks: number[] = [];
  for (const part of [0.9, 0.2, 0.6, 0.4, 0.95, 0.3, 0.8, 0.5]) {
    const before = await shown(page);
    const clicked = performance.now();
    await strip.click({ position: { x: width * part, y: 10 } });
    while ((await shown(page)) === before) await sleep(5);
    seeks.push(performance.now() - clicked);
  }
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize: heap } = await devtools.send('Runtime.getHeapUsage');
  return { firstFrame, seeks, heap, received };
}

async function watch(page: Page, broker: BrokerProcess): Promise<number[]> {
  const agent = spawnSsh({ ...broker.as('coder'), options: ['-tt'] });
  await page.goto(new URL('/', page.url()).href);
  await page.getByRole('row').filter({ hasText: 'live' }).getByRole('link').click();
  while ((await shown(page)).trim() === '') await sleep(20);
  const lags: number[] = [];
  for (let turn = 0; turn < 12; turn += 1) {
    const typed = performance.now();
    agent.stdin.write(`echo turn $((1000 + ${turn}))\r`);
    while (!(await shown(page)).includes(`turn ${1000 + turn}`)) await sleep(5);
    lags.push(performance.now() - typed);
  }
  agent.stdin.end('exit\r');
  return lags;
}

const shown = async (page: Page) => (await page.locator(terminalRows).allTextContents()).join('\n');
