// What stops a start is said in a sentence with its remedy: no compiler, no registry, a taken port, a second broker,
// a library without our patches, a Node that is too old.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { startBroker } from '../support/broker.ts';
import { needProgram } from '../support/programs.ts';

const checkout = join(import.meta.dirname, '../..');
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ostiary-bootstrap-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

function copy(...names: readonly string[]) {
  for (const name of names) cpSync(join(checkout, name), join(folder, name), { recursive: true });
}

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { status, stderr } = spawnSync(process.execPath, args, {
    cwd: folder,
    env: { PATH: '/usr/bin:/bin', HOME: folder, ...env },
    encoding: 'utf8',
    timeout: 100_000,
  });
  return { status, stderr };
}

/** Serves a minimal configuration on this port. */
function serve(port: number, launcher = join(checkout, 'bin/ostiary.js')) {
  const config = join(folder, 'ostiary.yaml');
  const text = `version: 1\nlisten: { ssh: "127.0.0.1:${port}" }\nstate: state\npolicy: none\n`;
  writeFileSync(config, text, { mode: 0o600 });
  return run([launcher, 'serve', '--config', config]);
}

describe('a fresh clone', () => {
  beforeEach(() => copy('package.json', 'package-lock.json', 'patches', 'scripts'));

  it('names the compiler that is missing, and the package that brings it', () => {
    const programs = join(folder, 'programs');
    mkdirSync(programs);
    for (const name of ['make', 'python3']) writeFileSync(join(programs, name), '');
    expect(run(['scripts/bootstrap.js', 'build'], { PATH: programs })).toEqual({
      status: 70,
      stderr:
        'ostiary: node-pty is compiled once and needs g++, not found on PATH. ' +
        'Remedy on Debian: apt-get install g++\n',
    });
  });

  it('says that the registry was not reached', (context) => {
    const PATH = dirname(needProgram(context, 'npm'));
    const { status, stderr } = run(['scripts/bootstrap.js', 'build'], {
      PATH: `${PATH}:/usr/bin:/bin`,
      npm_config_registry: 'http://127.0.0.1:1',
      npm_config_fetch_retries: '0',
      npm_config_cache: join(folder, 'cache'),
    });
    expect(status).toBe(70);
    expect(stderr).toContain('ostiary: the packages could not be fetched: the npm registry was not reached. Remedy: ');
  });
});

describe('the launcher', () => {
  it('names the way out where Node is too old and none was installed beside it', () => {
    copy('bin');
    mkdirSync(join(folder, 'dist/cli'), { recursive: true });
    writeFileSync(join(folder, 'dist/cli/main.js'), '');
    // An old Node on a processor that none is published for.
    const old = join(folder, 'old-node.cjs');
    writeFileSync(
      old,
      `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } });
       Object.defineProperty(process, 'arch', { value: 'riscv64' });\n`,
    );
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    expect(run(['--require', old, 'bin/ostiary.js', '--version'])).toEqual({
      status: 70,
      stderr:
        'ostiary: Node 20.20.2 is too old, 24.15 or newer is needed. Install Node 24, or reinstall without ' +
        '--omit=optional so that npm brings node-linux-riscv64.\n',
    });
  });

  it('says what to run where nothing is built yet', () => {
    copy('bin', 'package.json');
    const { status, stderr } = run(['bin/ostiary.js', '--version']);
    expect(status).toBe(70);
    expect(stderr).toBe(
      'ostiary: it is not built yet (dist/ is missing). Run `npm start` once in the checkout, or `npm run build`.\n',
    );
  });
});

describe('a broker that cannot start', () => {
  it('names a port that is taken', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as { port: number };
    const { status, stderr } = serve(port);
    expect(status).toBe(70);
    expect(stderr).toContain(
      `ostiary: 127.0.0.1:${port} is already in use by another program (PORT_TAKEN)\n` +
        'Stop that program, or choose another address at `listen:` in ostiary.yaml.\n',
    );
  });

  it('names the broker that holds its state', async () => {
    const broker = await startBroker();
    const { status, stderr } = run([join(checkout, 'bin/ostiary.js'), 'serve', '--config', broker.config]);
    expect(status).toBe(70);
    expect(stderr).toContain(
      `ostiary: the state folder ${join(broker.dir, 'state')} is in use by another broker (pid ${broker.pid}) ` +
        '(STATE_LOCKED)\nStop that broker first, or give this one its own `state:`.\n',
    );
  });

  it('refuses an SSH library without our patches', () => {
    copy('bin', 'dist', 'package.json', 'node_modules/ssh2');
    for (const name of readdirSync(join(checkout, 'node_modules'))) {
      if (name === 'ssh2' || name.startsWith('.')) continue;
      symlinkSync(join(checkout, 'node_modules', name), join(folder, 'node_modules', name));
    }
    const file = join(folder, 'node_modules/ssh2/lib/Channel.js');
    writeFileSync(file, `${readFileSync(file, 'utf8')}\n// not ours\n`);
    const { status, stderr } = serve(0, join(folder, 'bin/ostiary.js'));
    expect(status).toBe(70);
    expect(stderr).toContain(
      'ostiary: the SSH library is not the patched copy (ssh2/lib/Channel.js differs) (LIBRARY_UNPATCHED)\n' +
        'Delete node_modules and run `npm start` again: the patches in patches/ are applied there.\n',
    );
  });
});
