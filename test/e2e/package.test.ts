// What the registry would hand out: packed, installed in an empty folder, started there; with the patched library.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';
import { needProgram } from '../support/programs.ts';
import { ssh } from '../support/ssh-client.ts';

const checkout = join(import.meta.dirname, '../..');
const minutes = 60_000;

it('installed from its tarball it runs, and judges what an agent sends', { timeout: 10 * minutes }, async (context) => {
  const npm = needProgram(context, 'npm');
  const folder = mkdtempSync(join(tmpdir(), 'ostiary-package-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const run = (program: string, cwd: string, ...args: readonly string[]) => {
    const ran = spawnSync(program, args, { cwd, env: cleanEnvironment(), encoding: 'utf8', timeout: 5 * minutes });
    return { ...ran, said: `${program} ${args[0]} ended with ${ran.status}:\n${ran.stdout}${ran.stderr}` };
  };
  const packed = run(npm, checkout, 'pack', '--pack-destination', folder);
  expect(packed.status, packed.said).toBe(0);
  const tarball = join(folder, packed.stdout.trim().split('\n').at(-1) as string);

  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const installed = run(npm, folder, 'install', '--no-audit', '--no-fund', tarball);
  if (installed.status !== 0 && process.env.OSTIARY_TEST_STRICT !== '1') {
    if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT/.test(installed.stderr)) {
      context.skip('the npm registry was not reached');
    }
  }
  expect(installed.status, installed.said).toBe(0);
  const ostiary = join(folder, 'node_modules/.bin/ostiary');
  const { version } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8'));
  expect(run(ostiary, folder, '--version').stdout).toBe(`${version}\n`);

  expect(run(ostiary, folder, 'init').status).toBe(0);
  const config = join(folder, '.ostiary/ostiary.yaml');
  writeFileSync(
    config,
    readFileSync(config, 'utf8').replace('127.0.0.1:2222', '127.0.0.1:0').replace('127.0.0.1:8022', '127.0.0.1:0'),
  );
  const broker = spawn(ostiary, ['serve'], {
    cwd: folder,
    env: cleanEnvironment(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(broker, 'exit');
  onTestFinished(() => void broker.kill('SIGTERM'));
  const port = await portOf(createInterface({ input: broker.stdout }), exited);

  const key = { file: join(folder, '.ostiary/keys/coder'), publicKey: '' };
  const allowed = await ssh({ port, key, login: 'local', args: ['echo hello'] });
  expect(allowed).toMatchObject({ status: 0, stdout: Buffer.from('hello\n') });
  const denied = await ssh({ port, key, login: 'local', args: ['sudo id'] });
  expect(denied.status).toBe(77);
  broker.kill('SIGTERM');
  expect((await exited)[0]).toBe(0);
});

/** Nothing of the npm or vitest that runs this test. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(npm_(?!config_)|VITEST|NODE_ENV$)/.test(name));
  return Object.fromEntries(inherited);
}

async function portOf(lines: AsyncIterable<string>, exited: Promise<unknown[]>): Promise<number> {
  for await (const line of lines) {
    const port = /ssh 127\.0\.0\.1:(\d+)/.exec(line)?.[1];
    if (port !== undefined) return Number(port);
  }
  throw new Error(`the broker ended at start with ${(await exited)[0]}`);
}
