// Nothing unjudged starts: no shell of a session reads a start-up file, and its environment is the broker's.
import { chownSync, existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startBroker, type TestBroker } from '../support/broker.ts';
import { needRoot } from '../support/programs.ts';
import { ssh } from '../support/ssh-client.ts';

/** Plants files in the session user's home that would betray whoever reads them. */
function plantHostileFiles(broker: TestBroker): string {
  const marker = join(broker.workspace, 'a-start-up-file-ran');
  const owner = statSync(broker.home);
  for (const name of ['.bashrc', '.bash_profile', '.bash_login', '.profile', '.bash_logout']) {
    const file = join(broker.home, name);
    writeFileSync(file, `echo "$0 ${name}" >> ${marker}\n`);
    chownSync(file, owner.uid, owner.gid);
    onTestFinished(() => rmSync(file, { force: true }));
  }
  return marker;
}

it('reads no start-up file in any mode, nor does a bash below it', async (context) => {
  // Never in the home of the person who runs the tests.
  needRoot(context);
  const broker = await startBroker();
  const marker = plantHostileFiles(broker);
  const coder = broker.as('coder');
  const nested = 'env -i HOME="$HOME" bash -c true; bash -c true; echo ok';
  for (const call of [
    { args: ['true'] },
    { args: [nested], input: 'data' },
    { args: [nested], options: ['-tt'] },
    { options: ['-T'], input: `true\n${nested}\n` },
    { options: ['-T'], args: ['bash'], input: `${nested}\n` },
  ]) {
    await ssh({ ...coder, ...call });
  }
  const shell = broker.shell();
  await shell.see(/\$ $/);
  shell.type(`${nested}\rexit\r`);
  await shell.exited;
  expect(existsSync(marker)).toBe(false);
});

it('lets only harmless variables of the client through', async () => {
  const broker = await startBroker();
  const names = ['BASH_ENV', 'ENV', 'LD_PRELOAD', 'PATH', 'LC_ALL', 'PS4', 'FOO', 'OSTIARY_REASON', 'LANG'];
  const result = await ssh({
    ...broker.as('coder'),
    options: ['-o', `SendEnv=${names.join(' ')}`],
    args: ['export -p | sed "s/^declare -x //"; locale charmap'],
    environment: {
      BASH_ENV: '/etc/passwd',
      ENV: '/etc/passwd',
      LC_ALL: 'zh_CN.GBK',
      PS4: 'x',
      FOO: 'bar',
      OSTIARY_REASON: 'because',
      LANG: 'de_DE.UTF-8',
    },
  });
  const shown = result.stdout.toString();
  expect(shown).toContain('UTF-8');
  for (const name of ['BASH_ENV', 'ENV', 'LD_PRELOAD', 'LC_ALL', 'PS4', 'FOO', 'OSTIARY_REASON']) {
    expect(shown).not.toMatch(new RegExp(`^${name}=`, 'm'));
  }
});

it('searches no folder that the session could write to', async () => {
  const broker = await startBroker({ path: '/tmp:/usr/bin:/bin' });
  const result = await ssh({ ...broker.as('coder'), args: ['echo "$PATH"'] });
  expect(result.stdout.toString()).toBe('/usr/bin:/bin\n');
});
