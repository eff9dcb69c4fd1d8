// A recording past its time: gone with all that could be searched of it, and the log says so and stays verifiable.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Hits, Replay, Session } from '../../src/fronts/web/api.ts';
import { keptByBroker, placesOf } from '../support/leaks.ts';
import { eventually } from '../support/processes.ts';
import { ssh } from '../support/ssh-client.ts';
import { until } from '../support/wait.ts';
import { findPage, signIn, startWebBroker } from '../support/web-visitor.ts';

const launcher = new URL('../../bin/ostiary.js', import.meta.url).pathname;

it('is deleted with its searchable text; the rest of the log still verifies', async () => {
  const web = await startWebBroker();
  const { broker } = web;
  // Put together by the command: the statement stays in the log, and so does what somebody searched for.
  const [searched, needle] = ['straw-815', 'needle-4711'];
  await ssh({ ...broker.as('coder'), args: ['echo straw-$((814+1)) needle-$((4710+1))'] });
  const before = await signIn(web, 'aud');
  const hits = async () => (await before.get(`/api/v1/search?q="${searched}"`)).json<Hits>().hits;
  await until(async () => (await hits()).length === 1);
  const [{ id = '' } = {}] = (await before.get('/api/v1/sessions')).json<{ sessions: Session[] }>().sessions;
  expect(placesOf(needle, keptByBroker(broker)).length).toBeGreaterThan(1);

  await broker.stop();
  writeFileSync(broker.config, `${readFileSync(broker.config, 'utf8')}recordings: { retention: 1ms }\n`, {
    mode: 0o600,
  });
  await broker.restart();
  const purged = () => broker.events().find(({ type }) => type === 'purged');
  await eventually('the recording is deleted', () => purged() !== undefined);
  expect(purged()).toMatchObject({ session: id });
  await eventually('nothing of it is left', () => placesOf(needle, keptByBroker(broker)).length === 0);
  const casts = readdirSync(join(broker.dir, 'recordings'), { recursive: true }).filter((name) =>
    `${name}`.includes('cast'),
  );
  expect(casts).toEqual([]);

  const after = await signIn(await findPage(broker), 'aud');
  expect((await after.get(`/api/v1/search?q="${searched}"`)).json<Hits>().hits).toEqual([]);
  expect((await after.get(`/api/v1/sessions/${id}/replay`)).json<Replay>().form).toBe('gone');
  // What was decided stays, and the log with the deletion in it is sound.
  expect(broker.cli('session', 'list')).toContain(id);
  await broker.stop();
  const [exported, key] = [join(broker.dir, 'export.jsonl'), join(broker.dir, 'log.pub')];
  writeFileSync(exported, broker.cli('audit', 'export'));
  writeFileSync(key, broker.cli('audit', 'key'));
  expect(readFileSync(exported, 'utf8')).toContain('"purged"');
  const { status, stdout } = spawnSync(launcher, ['audit', 'verify', exported, '--key', key], { encoding: 'utf8' });
  expect([status, stdout]).toEqual([0, expect.stringContaining('SOUND')]);
});
