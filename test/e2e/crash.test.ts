// kill -9 in the middle: a restart repairs the recording, says what is not attested, ends what survived.
import { readFileSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { startBroker } from '../support/broker.ts';
import { eventually, processesWith } from '../support/processes.ts';
import { spawnSsh } from '../support/ssh-client.ts';

it('brings interrupted sessions to an honest end', async () => {
  const broker = await startBroker();
  const nap = `sleep 98.${process.pid}`;
  const child = spawnSsh({ ...broker.as('coder'), args: [`echo begin; setsid ${nap} & ${nap}`] });
  const left = new Promise((resolve) => child.on('close', resolve));
  let shown = '';
  child.stdout.on('data', (bytes) => {
    shown += bytes;
  });
  await eventually('the command runs', () => shown.includes('begin') && processesWith(nap).length >= 2);
  await new Promise((resolve) => setTimeout(resolve, 500));
  await broker.kill('SIGKILL');
  expect(await left).toBe(255);

  const opened = broker.events().find((event) => event.type === 'opened');
  const recording = join(broker.dir, 'recordings', String(opened?.data.recording));
  const whole = statSync(recording).size;
  truncateSync(recording, whole - 3);
  await broker.restart();

  const recovered = broker.events().find((event) => event.type === 'recovered');
  expect(recovered?.session).toBe(opened?.session);
  expect(recovered?.data.intact).toBe(true);
  expect(recovered?.data.torn).toBeGreaterThan(0);
  expect(recovered?.data.processes).toBeGreaterThanOrEqual(1);
  expect(processesWith(nap)).toEqual([]);
  expect(readFileSync(recording, 'utf8')).toContain('[recovered');
  const sessions = JSON.parse(broker.cli('session', 'list', '--json').trim().split('\n')[0] ?? '');
  expect(sessions).toMatchObject({ id: opened?.session, state: 'interrupted' });
});

it('repairs recordings and no other file, whatever the database names', async () => {
  const broker = await startBroker();
  const child = spawnSsh({ ...broker.as('coder'), args: ['echo begin; sleep 60'] });
  const left = new Promise((resolve) => child.on('close', resolve));
  await eventually('it runs', () => broker.events().some(({ type }) => type === 'started'));
  await broker.kill('SIGKILL');
  await left;
  const database = new DatabaseSync(join(broker.dir, 'state', 'ostiary.db'));
  database.exec(`UPDATE sessions SET recording = '../ostiary.yaml'`);
  database.close();
  const before = readFileSync(broker.config, 'utf8');
  await broker.restart();
  expect(readFileSync(broker.config, 'utf8')).toBe(before);
  const recovered = broker.events().find((event) => event.type === 'recovered');
  expect(recovered?.data).toMatchObject({ intact: false, recorded: 0, offset: null });
});

it('ends sessions with 70 and a sentence when it is told to stop', async () => {
  const broker = await startBroker();
  const child = spawnSsh({ ...broker.as('coder'), args: ['echo begin; sleep 60'] });
  let shown = '';
  let said = '';
  child.stdout.on('data', (bytes) => {
    shown += bytes;
  });
  child.stderr.on('data', (bytes) => {
    said += bytes;
  });
  const ended = new Promise((resolve) => child.on('close', resolve));
  await eventually('the command runs', () => shown.includes('begin'));
  expect(await broker.stop()).toBe(0);
  expect(await ended).toBe(70);
  expect(said).toContain('the broker is shutting down');
  expect(broker.events().at(-1)?.type).toBe('stopped-broker');
});
