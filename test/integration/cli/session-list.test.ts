import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/core/clock.ts';
import { newId } from '../../../src/core/ids.ts';
import { openSqliteStore } from '../../../src/store/sqlite.ts';
import type { Store } from '../../../src/store/store.ts';
import { closed, decided, opened, submitted } from '../../support/story.ts';
import { ostiary } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'ostiary-cli-list-'));
const [live, over] = [newId('ses'), newId('ses')];
let store: Store;

beforeAll(async () => {
  writeFileSync(join(folder, 'ostiary.yaml'), 'version: 1\nstate: state\npolicy: none\n', { mode: 0o600 });
  mkdirSync(join(folder, 'state'));
  store = openSqliteStore({ file: join(folder, 'state', 'ostiary.db'), clock: systemClock });
  await store.append(opened(over), submitted(over, 'req_1', 1), decided(over, 'req_1', 1, 'deny'), closed(over, 10));
  await new Promise((resolve) => setTimeout(resolve, 3));
  await store.append(opened(live));
});
afterAll(() => {
  store.close();
  rmSync(folder, { recursive: true });
});
const list = (...args: readonly string[]) => ostiary(folder, 'session', 'list', '--config', 'ostiary.yaml', ...args);

describe('ostiary session list', () => {
  it('shows the sessions beside a writer, newest first, in columns', () => {
    const lines = list().stdout.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^id +identity +target +mode +started +duration +statements +denied +state$/);
    expect(lines[1]).toMatch(new RegExp(`^${live}  coder +local +interactive +20\\S+Z +\\d+\\.\\ds +0 +0 +live$`));
    expect(lines[2]).toMatch(new RegExp(`^${over}  coder +local +interactive +20\\S+Z +0\\.0s +1 +1 +closed$`));
    expect(lines).toHaveLength(3);
  });

  it('gives one JSON object a line, by state and number', () => {
    const ids = (...args: readonly string[]) =>
      list('--json', ...args)
        .stdout.trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).id);
    expect(ids()).toEqual([live, over]);
    expect(ids('--state', 'closed')).toEqual([over]);
    expect(ids('--limit', '1')).toEqual([live]);
  });

  it('says so where no broker has run yet', () => {
    writeFileSync(join(folder, 'other.yaml'), 'version: 1\nstate: other\npolicy: none\n', { mode: 0o600 });
    expect(ostiary(folder, 'session', 'list', '--config', 'other.yaml').stdout).toBe('no sessions\n');
  });
});

describe('the recording of a session', () => {
  it('is found by its id through the store, and named when it is missing', () => {
    const play = ostiary(folder, 'session', 'export', '--config', 'ostiary.yaml', over);
    expect(play.status).toBe(66);
    expect(play.stderr).toContain(`${over}.cast`);
    expect(play.stderr).toContain('CAST_MISSING');
    const unknown = ostiary(folder, 'session', 'export', '--config', 'ostiary.yaml', newId('ses'));
    expect(unknown.stderr).toContain('SESSION_UNKNOWN');
  });
});
