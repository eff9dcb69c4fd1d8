import { describe, expect, it, vi } from 'vitest';
import type { Ask, Proposal, RuleScope, Similarity, TemporaryRule } from '../../../src/approval/approval.ts';
import { bash } from '../../../src/language/bash/bash.ts';
import { createPolicy } from '../../../src/policy/create-policy.ts';
import { aud, makeAsk, makeWorld, maria, otto, person, type World } from './world.ts';

const policy = createPolicy(`version: 1
rules:
  - { id: look, allow: { run: [builtin:readonly@1] } }
  - { id: out, ask: { effects: [net] } }
  - { id: vcs, ask: { run: ["git push **"] } }
`);
const workspace = '/srv/app';
const same = (path: string) => path;

/** The real reading and the real policy of a statement. */
function askOf(statement: string, more: Partial<Ask> = {}): Ask {
  const cwd = more.cwd ?? workspace;
  const analysis = bash.read({ cwd, home: '/home/coder', user: 'coder' }).analyse(statement);
  const ask = makeAsk(statement, more);
  const agent = { name: ask.agent.name, roles: [...ask.agent.roles], attended: true };
  const question = { statement, analysis, agent, target: ask.target, workspace, home: '/home/coder' };
  return { ...ask, effects: policy.explain(question).effects };
}

async function propose(world: World, ask: Ask): Promise<Proposal> {
  await world.ask(ask);
  return world.desk.similar(ask.request, maria);
}

const inConnection: RuleScope = { kind: 'connection' };

/** Grants what is proposed for a statement. */
async function grantFor(world: World, ask: Ask, scope = inConnection, by = maria): Promise<TemporaryRule> {
  const proposal = await propose(world, ask);
  if (proposal.kind === 'none') throw new Error(proposal.why);
  const result = await world.desk.grant(ask.request, by, proposal.similarity, scope);
  if (result.kind !== 'granted') throw new Error(JSON.stringify(result));
  return result.rule;
}

describe('what is proposed as similar', () => {
  it.each([
    ['deploy service web', ['deploy service *'], []],
    ['deploy web', ['deploy web'], []],
    ['deploy -f web', ['deploy -f web'], []],
    ['deploy a logs/b.txt', ['deploy a logs/*'], []],
    ['systemctl restart nginx', ['systemctl restart nginx'], ['restart systemctl restart nginx']],
    ['rm build/a.o', ['rm build/a.o'], ['delete /srv/app/build/*']],
    ['rm -rf build', ['rm -rf build'], ['delete /srv/app/build/**']],
    ['rm -rf /var/lib/x', ['rm -rf /var/lib/x'], ['delete /var/lib/x/**']],
    ['tee .env', ['tee .env'], ['write /srv/app/.env']],
    ['tee /etc/motd', ['tee /etc/motd'], ['write /etc/motd']],
    ['cat a > out.txt', ['cat a'], ['write /srv/app/*']],
    ['curl -sS https://api.example.org/x', ['curl -sS https://api.example.org/x'], ['net api.example.org']],
    ['npm run build', ['npm run build'], []],
    ['python3 -m pytest tests', ['python3 -m pytest tests'], []],
    ['ls && deploy service web', ['ls', 'deploy service *'], []],
    ["deploy 'a*b' '(x)'", ['deploy a\\*b \\(x\\)'], []],
  ])('%s', async (statement, runs, effects) => {
    const proposal = await propose(await makeWorld(), askOf(statement));
    const named = (similarity: Similarity) => similarity.effects.map(({ kind, pattern }) => `${kind} ${pattern}`);
    if (proposal.kind === 'none') throw new Error(proposal.why);
    expect(proposal.similarity.runs).toEqual(runs);
    expect(named(proposal.similarity)).toEqual(effects);
  });

  it.each([
    ['python3', 'raw'],
    ['node -e 1', 'opaque'],
    ['cat x | sh', 'opaque'],
    ['sudo rm x', 'privilege'],
    ['env', 'env alone'],
    ['deploy $x y', 'not known'],
    ['deploy "$(cat x)" y', 'not known'],
    ['rm *.o', 'not known'],
    ['git push origin main', 'not known'],
    ["deploy -m 'two words'", 'blanks'],
    ['f() { rm x; }', 'always asks'],
    ['export PATH=/tmp', 'always asks'],
    ['> out.txt', 'no command'],
  ])('nothing for %s', async (statement, why) => {
    const proposal = await propose(await makeWorld(), askOf(statement));
    expect(proposal).toMatchObject({ kind: 'none', why: expect.stringContaining(why) });
  });

  it('nothing for what runs a file or an input as code', async () => {
    const world = await makeWorld();
    const file = { path: '/srv/app/x', realpath: '/srv/app/x', size: 1, sha256: 'a', head: '' };
    expect(await propose(world, askOf('deploy x', { files: [file] }))).toMatchObject({ kind: 'none' });
    const stdin = { kind: 'bound', bytes: 1, sha256: 'a', text: 'x' } as const;
    expect(await propose(world, askOf('deploy x', { stdin }))).toMatchObject({ kind: 'none' });
  });

  it('shows which recent statements of the run it would have covered', async () => {
    const world = await makeWorld();
    await world.ask(askOf('deploy service db'));
    await world.ask(askOf('deploy other db'));
    await world.ask(askOf('deploy service api', { connection: 'con_2' }));
    expect(await propose(world, askOf('deploy service web'))).toMatchObject({ covers: ['deploy service db'] });
  });

  it('is shown to those only who may see the request', async () => {
    const world = await makeWorld();
    const { ask } = await world.ask(askOf('deploy service db'));
    expect(world.desk.similar(ask.request, person('far', { targets: ['db'] }))).toMatchObject({ kind: 'none' });
  });
});

describe('a temporary rule', () => {
  it('stands in for a person for what is similar, and for nothing else', async () => {
    const world = await makeWorld();
    const rule = await grantFor(world, askOf('deploy service web'));
    const covers = (statement: string, more: Partial<Ask> = {}) =>
      world.desk.covering(askOf(statement, more), same)?.id === rule.id;
    expect(covers('deploy service db')).toBe(true);
    expect(covers('ls; deploy service db')).toBe(false);
    const wider = [
      'deploy service --all',
      'deploy service ../x',
      'deploy service .x',
      'deploy service a b',
      'deploy other web',
      'deploy service $x',
      'deploy service "$(id)"',
      'deploy service "a b"',
      'deploy service web > /etc/motd',
      'deploy service web; rm x',
      'sudo deploy service web',
      'X=1 deploy service "" ',
    ];
    for (const statement of wider) expect([statement, covers(statement)]).toEqual([statement, false]);
    expect(covers('deploy service db', { cwd: '/srv/app/sub' })).toBe(false);
    expect(covers('deploy service db', { noteRequired: true })).toBe(false);
    expect(covers('deploy service db', { approvers: [{ groups: ['dba'] }] })).toBe(false);
  });

  it('covers paths as the links of the target lead, and no hidden name', async () => {
    const world = await makeWorld();
    await grantFor(world, askOf('cat a > out.txt'));
    const covers = (statement: string, resolve = same) => world.desk.covering(askOf(statement), resolve) !== null;
    expect(covers('cat a > b.txt')).toBe(true);
    expect(covers('cat a > .bashrc')).toBe(false);
    expect(covers('cat a > sub/b.txt')).toBe(false);
    expect(covers('cat a > b.txt', (path) => path.replace('/srv/app/b.txt', '/etc/passwd'))).toBe(false);
  });

  it('belongs to its run: connection, agent, key and target', async () => {
    const world = await makeWorld();
    await grantFor(world, askOf('deploy service web'));
    const covered = (more: Partial<Ask>) => world.desk.covering(askOf('deploy service db', more), same) !== null;
    const agent = makeAsk().agent;
    expect(covered({})).toBe(true);
    expect(covered({ connection: 'con_2' })).toBe(false);
    expect(covered({ agent: { ...agent, name: 'other' } })).toBe(false);
    expect(covered({ agent: { ...agent, fingerprint: 'SHA256:other' } })).toBe(false);
    expect(covered({ target: { name: 'web-2', kind: 'local', labels: {} } })).toBe(false);
  });

  it('for minutes holds across connections, and ends by the monotonic clock', async () => {
    vi.useFakeTimers({ toFake: ['performance', 'Date'] });
    try {
      const world = await makeWorld();
      await grantFor(world, askOf('deploy service web'), { kind: 'minutes', minutes: 10 });
      const covered = () => world.desk.covering(askOf('deploy service db', { connection: 'con_2' }), same);
      expect(covered()).not.toBeNull();
      vi.advanceTimersByTime(10 * 60_000 - 1);
      expect(covered()).toMatchObject({ used: 2 });
      vi.advanceTimersByTime(1);
      expect(covered()).toBeNull();
      expect(world.desk.rules(maria)).toEqual([]);
    } finally {
      vi.useRealTimers();
    }
  });

  it('is seen, counted, taken back, and all of it is in the log', async () => {
    const world = await makeWorld();
    const rule = await grantFor(world, askOf('deploy service web'));
    world.desk.covering(askOf('deploy service db'), same);
    expect(world.desk.rules(aud)).toMatchObject([{ id: rule.id, by: 'maria', used: 1, runs: ['deploy service *'] }]);
    expect(world.desk.rules(person('far', { targets: ['db'] }))).toEqual([]);
    expect(await world.desk.revoke(rule.id, aud)).toMatchObject({ kind: 'not-permitted' });
    expect(await world.desk.revoke(rule.id, otto)).toEqual({ kind: 'done' });
    expect(await world.desk.revoke(rule.id, otto)).toMatchObject({ kind: 'unknown' });
    expect(world.desk.covering(askOf('deploy service db'), same)).toBeNull();
    expect(world.events('granted-rule')).toMatchObject([{ data: { rule: rule.id, runs: ['deploy service *'] } }]);
    expect(world.events('revoked-rule')).toMatchObject([{ data: { rule: rule.id, by: 'otto' } }]);
  });

  it('ends with its connection, with its agent, and with who gave it', async () => {
    const world = await makeWorld();
    const scope = { kind: 'minutes', minutes: 5 } as const;
    await grantFor(world, askOf('deploy service web'));
    await grantFor(world, askOf('deploy job web'), scope);
    const pending = world.desk.pending(maria).length;
    await world.desk.disconnected('con_1');
    expect(world.desk.rules(maria)).toMatchObject([{ runs: ['deploy job *'] }]);
    expect(world.desk.pending(maria)).toHaveLength(pending);
    await world.desk.dismiss(({ name }) => (name === 'coder' ? 'the key was removed' : null));
    expect(world.desk.rules(maria)).toEqual([]);
    await grantFor(world, askOf('deploy service web'), scope, otto);
    await world.desk.dismiss(({ name }) => (name === 'otto' ? 'the identity was removed' : null));
    expect(world.desk.rules(maria)).toEqual([]);
  });

  it('does not begin when its giver leaves while it is being written', async () => {
    const world = await makeWorld();
    const ask = askOf('deploy service web');
    const proposal = await propose(world, ask);
    if (proposal.kind === 'none') throw new Error(proposal.why);
    const granting = world.desk.grant(ask.request, otto, proposal.similarity, inConnection);
    await world.desk.dismiss(({ name }) => (name === 'otto' ? 'the identity was removed' : null));
    expect(await granting).toMatchObject({ kind: 'not-permitted' });
    expect(world.desk.rules(maria)).toEqual([]);
    expect(world.desk.covering(askOf('deploy service db'), same)).toBeNull();
    expect(world.events('revoked-rule')).toMatchObject([{ data: { why: 'the identity was removed' } }]);
  });

  it('may be narrower than proposed, never wider', async () => {
    const world = await makeWorld();
    const ask = askOf('deploy service web > logs/out.txt');
    const proposal = await propose(world, ask);
    if (proposal.kind === 'none') throw new Error(proposal.why);
    const { similarity } = proposal;
    expect(similarity).toMatchObject({ runs: ['deploy service *'], effects: [{ pattern: '/srv/app/logs/*' }] });
    const grant = (more: Partial<Similarity>, scope: RuleScope = inConnection, by = maria) =>
      world.desk.grant(ask.request, by, { ...similarity, ...more }, scope).then(({ kind }) => kind);
    const write = (pattern: string) => ({ effects: [{ kind: 'write', pattern } as const] });
    expect(await grant({ runs: ['deploy service web-*'] })).toBe('granted');
    expect(await grant({ runs: ['deploy service (web|db)'] })).toBe('granted');
    expect(await grant(write('/srv/app/logs/out-*'))).toBe('granted');
    expect(await grant({ effects: [] })).toBe('granted');
    const wider = [
      'deploy **',
      'deploy * *',
      'deploy * web',
      '* service web',
      'deploy service',
      'rm x',
      'deploy (service',
    ];
    for (const run of wider) expect([run, await grant({ runs: [run] })]).toEqual([run, 'not-similar']);
    for (const path of ['/srv/app/**', '/srv/app/logs/**', '/**', '/etc/motd', 'logs/x', '**/logs/x', '/srv/app/*/x']) {
      expect([path, await grant(write(path))]).toEqual([path, 'not-similar']);
    }
    expect(await grant({ runs: [] })).toBe('not-similar');
    expect(await grant({ cwd: '/' })).toBe('not-similar');
    expect(await grant({ effects: [{ kind: 'delete', pattern: '/srv/app/logs/*' }] })).toBe('not-similar');
    for (const minutes of [0, 61, 1.5, Number.NaN])
      expect(await grant({}, { kind: 'minutes', minutes })).toBe('not-similar');
    expect(await grant({}, inConnection, aud)).toBe('not-permitted');
    expect(await grant({}, inConnection, person('far', { targets: ['db'] }))).toBe('unknown');
  });

  it('is not given where every statement needs a note, nor by who may not decide', async () => {
    const world = await makeWorld();
    const noted = askOf('deploy service web', { noteRequired: true });
    const proposal = await propose(world, noted);
    if (proposal.kind === 'none') throw new Error(proposal.why);
    const { similarity } = proposal;
    expect(await world.desk.grant(noted.request, maria, similarity, inConnection)).toMatchObject({
      kind: 'not-similar',
    });
    const foreign = askOf('deploy service web', { approvers: [{ notSelf: true }] });
    await world.ask(foreign);
    expect(await world.desk.grant(foreign.request, maria, similarity, inConnection)).toMatchObject({
      kind: 'not-permitted',
    });
  });
});
