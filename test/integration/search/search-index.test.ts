import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { SearchIndex, SearchQuestion } from '../../../src/search/search.ts';
import { createSearchIndex } from '../../../src/search/search-index.ts';
import { openWorld } from '../../support/recorded-world.ts';
import { closed } from '../../support/story.ts';

type World = ReturnType<typeof openWorld>;

function openIndex({ store, recordings, state, log }: World, limit?: number): SearchIndex {
  const index = createSearchIndex({ store, recordings, state, log, ...(limit === undefined ? {} : { limit }) });
  onTestFinished(() => index.close());
  return index;
}

async function hitsOf(index: SearchIndex, query: string, options: Partial<SearchQuestion> = {}) {
  const result = await index.search({ query, targets: ['*'], limit: 50, cursor: null, ...options });
  if (result.kind === 'invalid') throw new Error(result.sentence);
  return result;
}

const statementsOf = async (index: SearchIndex, query: string, options: Partial<SearchQuestion> = {}) =>
  (await hitsOf(index, query, options)).hits.map(({ statement }) => statement);

/** What auditors look for. */
async function recordStory(world: World) {
  const first = await world.record([
    { text: 'rm -rf /srv/www', decision: 'deny', rules: ['no-destroy'] },
    { text: 'curl https://api.example.com/v1/items', output: ['{"items": []}\r\n'] },
    { text: 'cat /etc/shadow', output: ['cat: /etc/shadow: \x1b[31mPermission denied\x1b[0m\r\n'] },
  ]);
  world.pass(86_400_000_000);
  const second = await world.record(
    [
      {
        text: 'systemctl restart nginx',
        decision: 'ask',
        verdict: 'approved',
        rules: ['restarts'],
        output: ['ok\r\n'],
      },
      { text: 'systemctl stop nginx', decision: 'ask', verdict: 'denied', rules: ['restarts'] },
      { text: 'ls', output: [2_000_000, 'kube-system\r\n', 5_000_000] },
      { text: 'touch locked', verdict: 'withheld' },
    ],
    { identity: 'reviewer', target: 'web-1' },
  );
  return { first, second };
}

describe('the search index', () => {
  it('finds what auditors type, in statements and in what they printed', async () => {
    const world = openWorld();
    const { first } = await recordStory(world);
    const index = openIndex(world);
    await index.settled();
    const found: Record<string, string[]> = {
      'rm -rf': ['rm -rf /srv/www'],
      'api.example.com': ['curl https://api.example.com/v1/items'],
      'example.com': ['curl https://api.example.com/v1/items'],
      '"permission denied"': ['cat /etc/shadow'],
      '/etc/shadow': ['cat /etc/shadow'],
      shadow: ['cat /etc/shadow'],
      'kube-system': ['ls'],
      'syst*': ['ls', 'systemctl stop nginx', 'systemctl restart nginx'],
      'NGINX stop': ['systemctl stop nginx'],
      '"nginx stop"': [],
      nowhere: [],
    };
    for (const [query, statements] of Object.entries(found)) {
      expect([query, await statementsOf(index, query)]).toEqual([query, statements]);
    }
    expect((await hitsOf(index, '"permission denied"')).hits[0]).toEqual({
      session: first.session,
      request: first.requests[2],
      sequence: 3,
      identity: 'coder',
      target: 'local',
      time: '2026-11-20T10:00:00.004Z',
      decision: 'allow',
      statement: 'cat /etc/shadow',
      found: 'output',
      snippet: [
        { text: 'cat: /etc/shadow: ', hit: false },
        { text: 'Permission denied', hit: true },
        { text: '\n', hit: false },
      ],
      moment: first.began[2],
    });
  });

  it('finds what a session is doing now, and what it printed when it has ended', async () => {
    const world = openWorld();
    const index = openIndex(world);
    const going = await world.record(
      [
        { text: 'echo begin', output: ['printed\r\n'] },
        { text: 'rm -rf /srv/www', decision: 'deny', rules: ['no-destroy'] },
      ],
      { close: false },
    );
    expect(await statementsOf(index, 'target:local')).toEqual([]);
    index.stir(going.session);
    expect(await statementsOf(index, 'target:local')).toEqual(['rm -rf /srv/www', 'echo begin']);
    expect(await statementsOf(index, 'verdict:denied')).toEqual(['rm -rf /srv/www']);
    expect(await statementsOf(index, 'printed')).toEqual([]);
    index.stir(going.session);
    await world.store.append(closed(going.session, 0));
    index.add(going.session);
    await index.settled();
    expect(await statementsOf(index, 'target:local')).toEqual(['rm -rf /srv/www', 'echo begin']);
    expect(await statementsOf(index, 'printed')).toEqual(['echo begin']);
    // Late news of what has ended changes nothing.
    index.stir(going.session);
    expect(await statementsOf(index, 'printed')).toEqual(['echo begin']);
  });

  it('reads the log of one session after the other, however many go on', async () => {
    const world = openWorld();
    let reading = 0;
    let most = 0;
    const { store } = world;
    function* events(session?: string) {
      reading += 1;
      most = Math.max(most, reading);
      try {
        yield* store.events(session);
      } finally {
        reading -= 1;
      }
    }
    const index = openIndex({ ...world, store: { ...store, events } });
    // So many that each is read in more than one turn.
    const statements = Array.from({ length: 120 }, (_, n) => ({ text: `echo ${n}` }));
    for (let n = 0; n < 3; n++) index.stir((await world.record(statements, { close: false })).session);
    await vi.waitFor(async () => expect(await statementsOf(index, '"echo 119"')).toHaveLength(3), { timeout: 30_000 });
    expect(most).toBe(1);
  });

  it('finds a request and a session by its id', async () => {
    const world = openWorld();
    const { first } = await recordStory(world);
    const index = openIndex(world);
    await index.settled();
    expect(await statementsOf(index, first.requests[1]!)).toEqual(['curl https://api.example.com/v1/items']);
    expect(await statementsOf(index, `${first.session} shadow`)).toEqual(['cat /etc/shadow']);
  });

  it('filters by agent, target, verdict, rule and time, the newest first', async () => {
    const world = openWorld();
    await recordStory(world);
    const index = openIndex(world);
    await index.settled();
    const found: Record<string, string[]> = {
      'agent:reviewer nginx': ['systemctl stop nginx', 'systemctl restart nginx'],
      'agent:rev* target:web-* "ls"': ['ls'],
      'target:local': ['cat /etc/shadow', 'curl https://api.example.com/v1/items', 'rm -rf /srv/www'],
      'verdict:denied': ['touch locked', 'systemctl stop nginx', 'rm -rf /srv/www'],
      'verdict:approved': ['systemctl restart nginx'],
      'verdict:asked': ['systemctl stop nginx', 'systemctl restart nginx'],
      'rule:no-destroy': ['rm -rf /srv/www'],
      'rule:destroy': [],
      'rule:no-* after:2026-11-20': ['rm -rf /srv/www'],
      'after:2026-11-21 ls': ['ls'],
      'before:2026-11-21 cat': ['cat /etc/shadow'],
      'after:2026-11-22': [],
    };
    for (const [query, statements] of Object.entries(found)) {
      expect([query, await statementsOf(index, query)]).toEqual([query, statements]);
    }
  });

  it('shows nobody what is not theirs, whatever they ask for', async () => {
    const world = openWorld();
    await recordStory(world);
    const index = openIndex(world);
    await index.settled();
    expect(await statementsOf(index, 'nginx', { targets: ['local'] })).toEqual([]);
    expect(await statementsOf(index, 'target:web-1', { targets: ['local', 'db-*'] })).toEqual([]);
    expect(await statementsOf(index, 'verdict:denied', { targets: ['web-*'] })).toEqual([
      'touch locked',
      'systemctl stop nginx',
    ]);
    expect(await statementsOf(index, 'verdict:denied', { targets: ['[a-z]ocal', 'web-?', 'loca'] })).toEqual([]);
    expect(await statementsOf(index, 'ls', { targets: [] })).toEqual([]);
  });

  it('does not take a prompt or the echo of the next statement for output', async () => {
    const world = openWorld();
    await world.record([
      { text: 'true', output: ['quiet'] },
      { text: 'echo unheard', decision: 'deny' },
      { text: 'id' },
    ]);
    const index = openIndex(world);
    await index.settled();
    expect(await statementsOf(index, 'unheard')).toEqual(['echo unheard']);
    expect((await hitsOf(index, 'quiet')).hits[0]?.found).toBe('output');
  });

  it('gives pages that follow each other without holes', async () => {
    const world = openWorld();
    for (let session = 0; session < 5; session++) {
      await world.record(Array.from({ length: 7 }, (_, number) => ({ text: `echo ${session * 7 + number} same` })));
    }
    const index = openIndex(world);
    await index.settled();
    const all: string[] = [];
    let cursor: string | null = null;
    for (let pages = 0; pages < 20; pages++) {
      const page = await hitsOf(index, 'same', { limit: 4, cursor });
      all.push(...page.hits.map(({ statement }) => statement));
      cursor = page.cursor;
      if (cursor === null) break;
    }
    expect(all).toEqual(Array.from({ length: 35 }, (_, number) => `echo ${34 - number} same`));
    for (const wrong of ['', '-1', "1' OR 1", 'zzzzzzzzzzzz']) {
      const result = await index.search({ query: 'same', targets: ['*'], limit: 4, cursor: wrong });
      expect(result).toMatchObject({ kind: 'invalid', sentence: expect.stringContaining('from the start') });
    }
  });

  it('takes a session in when it closes, once', async () => {
    const world = openWorld();
    const index = openIndex(world);
    await index.settled();
    const { session } = await world.record([{ text: 'echo fresh' }]);
    expect(await statementsOf(index, 'fresh')).toEqual([]);
    index.add(session);
    index.add(session);
    await index.settled();
    index.add(session);
    await index.settled();
    expect(await statementsOf(index, 'fresh')).toEqual(['echo fresh']);
  });

  it('is made anew when its file was deleted, is another version, or is no database', async () => {
    const world = openWorld();
    await recordStory(world);
    const file = join(world.state, 'search.sqlite');
    const spoils = [
      () => {},
      () => rmSync(file),
      () => writeFileSync(file, 'no database at all, but long enough to look at'.repeat(100)),
    ];
    for (const spoil of spoils) {
      spoil();
      const index = openIndex(world);
      await index.settled();
      expect(await statementsOf(index, 'shadow')).toEqual(['cat /etc/shadow']);
      await index.close();
    }
  });

  it('forgets a session in its file too, and does not take it in again', async () => {
    const world = openWorld();
    const { first } = await recordStory(world);
    const secret = await world.record([{ text: 'echo Nudelsuppe', output: ['Fischbroetchen\r\n'] }]);
    const index = openIndex(world);
    await index.settled();
    const onDisk = () =>
      readdirSync(world.state)
        .filter((name) => name.startsWith('search.sqlite'))
        .map((name) => readFileSync(join(world.state, name), 'latin1').toLowerCase())
        .join('');
    expect(onDisk()).toContain('nudelsuppe');
    await index.forget(secret.session);
    expect(await statementsOf(index, 'nudelsuppe')).toEqual([]);
    expect(onDisk()).not.toMatch(/nudelsuppe|fischbroetchen/);
    index.add(secret.session);
    await index.settled();
    expect(await statementsOf(index, 'nudelsuppe')).toEqual([]);
    expect(await statementsOf(index, first.requests[0]!)).toEqual(['rm -rf /srv/www']);

    // Made anew, it follows the log.
    const data = { recording: 'gone', bytes: 1, closed: world.clock.now() };
    await world.store.append({ type: 'purged', session: secret.session, identity: 'coder', target: 'local', data });
    await index.close();
    rmSync(join(world.state, 'search.sqlite'));
    const again = openIndex(world);
    await again.settled();
    expect(await statementsOf(again, 'nudelsuppe')).toEqual([]);
  });

  it('has the statements of a recording that is gone or broken', async () => {
    const world = openWorld();
    const gone = await world.record([{ text: 'echo without', output: ['picture'] }]);
    rmSync(gone.file);
    const broken = await world.record([{ text: 'echo broken' }]);
    writeFileSync(broken.file, 'no cast\n');
    const index = openIndex(world);
    await index.settled();
    expect((await hitsOf(index, 'without')).hits[0]).toMatchObject({ statement: 'echo without', moment: null });
    expect(await statementsOf(index, 'picture')).toEqual([]);
    expect(await statementsOf(index, 'broken')).toEqual(['echo broken']);
  });

  it('stops a search that takes too long, and answers the next one', async () => {
    const world = openWorld();
    await recordStory(world);
    const index = openIndex(world, 1);
    await index.settled();
    const question = { query: 'ls', targets: ['*'], limit: 50, cursor: null };
    // A worker needs longer to start than it has.
    expect(await index.search(question)).toMatchObject({
      kind: 'invalid',
      sentence: expect.stringContaining('was stopped'),
    });
    const patient = openIndex(world);
    await patient.settled();
    expect(await statementsOf(patient, 'ls')).toEqual(['ls']);
  });

  it('cuts snippets of endless words', async () => {
    const world = openWorld();
    await world.record([{ text: 'cat blob', output: [`start ${'x'.repeat(50_000)} needle ${'y'.repeat(50_000)}`] }]);
    const index = openIndex(world);
    await index.settled();
    const [hit] = (await hitsOf(index, 'needle')).hits;
    expect(hit?.snippet.map(({ text }) => text.length)).toEqual([101, 6, 101]);
    expect(hit?.snippet.find(({ hit }) => hit)?.text).toBe('needle');
  });

  it('keeps its file to its owner', async () => {
    const world = openWorld();
    const index = openIndex(world);
    await index.settled();
    const { statSync } = await import('node:fs');
    expect(existsSync(join(world.state, 'search.sqlite'))).toBe(true);
    expect(statSync(join(world.state, 'search.sqlite')).mode & 0o777).toBe(0o600);
  });
});
