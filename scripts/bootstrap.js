// The one step behind every npm script: installs when the lockfile changed, patches, builds when sources changed,
// then hands over. Idempotent, and plain JS that Node 18 can read: it is what brings Node 24.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(root, 'node_modules');
process.chdir(root);

class Refusal extends Error {}

try {
  const [task = 'build', ...args] = process.argv.slice(2);
  install();
  patch();
  await run(task, args);
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(`ostiary: ${error.message}`);
  process.exitCode = 70;
}

function install() {
  const stamp = join(modules, '.ostiary-installed');
  const wanted = digest(['package-lock.json']);
  if (readStamp(stamp) === wanted) return;
  requireCompiler();
  console.error('ostiary: installing packages (once per lockfile change) …');
  npm('ci');
  writeFileSync(stamp, wanted);
}

function npm(...args) {
  const [program, first] = process.env.npm_execpath ? [process.execPath, [process.env.npm_execpath]] : ['npm', []];
  const result = spawnSync(program, [...first, ...args, '--no-audit', '--no-fund', '--loglevel=error'], {
    stdio: ['ignore', 'inherit', 'pipe'],
    encoding: 'utf8',
  });
  if (result.status !== 0) throw new Refusal(explainInstall(result));
}

function requireCompiler() {
  const missing = [
    ['g++', 'g++'],
    ['make', 'make'],
    ['python3', 'python3'],
  ].filter(([program]) => !onPath(program));
  if (missing.length === 0) return;
  throw new Refusal(
    `node-pty is compiled once and needs ${missing.map(([program]) => program).join(', ')}, not found on PATH. ` +
      `Remedy on Debian: apt-get install ${missing.map(([, debian]) => debian).join(' ')}`,
  );
}

function onPath(program) {
  return (process.env.PATH || '').split(':').some((folder) => folder && existsSync(join(folder, program)));
}

function explainInstall(result) {
  const said = `${result.stderr || ''}${result.error ? result.error.message : ''}`;
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|ETIMEDOUT|ECONNRESET|network/i.test(said)) {
    return `the packages could not be fetched: the npm registry was not reached. Remedy: connect the network (or set npm's registry or proxy) and run the same command again. npm said:\n${tail(said)}`;
  }
  if (/code EUSAGE/.test(said)) {
    return 'package.json and package-lock.json do not fit together. Remedy: npm install --package-lock-only, then the same command again.';
  }
  return `npm ci failed; nothing was started. npm said:\n${tail(said)}`;
}

function tail(text) {
  return text.trim().split('\n').slice(-15).join('\n');
}

// Patched once per patch set and install: the stamp lies in node_modules, so a new install is patched again, and a
// changed patch starts from a fresh copy of its package.
function patch() {
  const patches = readdirSync(join(root, 'patches')).filter((name) => name.endsWith('.patch'));
  const stamp = join(modules, '.ostiary-patched');
  const wanted = digest(['package-lock.json', ...patches.map((name) => join('patches', name))]);
  if (patches.length === 0 || readStamp(stamp) === wanted) return;
  if (readStamp(stamp) !== null) {
    for (const name of patches) rmSync(join(modules, name.slice(0, name.lastIndexOf('+'))), { recursive: true });
    npm('install', '--no-save', '--ignore-scripts');
  }
  const result = spawnSync(process.execPath, [join(modules, 'patch-package', 'index.js'), '--error-on-fail'], {
    encoding: 'utf8',
  });
  if (result.status !== 0) {
    throw new Refusal(
      `the patches in patches/ do not apply to the installed packages. Remedy: delete node_modules and run the same command again.\n${tail(result.stdout + result.stderr)}`,
    );
  }
  writeFileSync(stamp, wanted);
}

function build() {
  const stamp = join(root, 'dist', '.built');
  const settings = ['package.json', 'tsconfig.json', 'tsconfig.build.json', 'vite.config.ts'];
  const wanted = digest([...settings, ...filesUnder('src')]);
  if (readStamp(stamp) === wanted) return;
  // Beside the last good one, which a failed build leaves as it is.
  const next = join(root, 'dist.next');
  rmSync(next, { recursive: true, force: true });
  const status = node('typescript/bin/tsc', ['-p', 'tsconfig.build.json', '--outDir', next]);
  const page = join(next, 'web-client');
  const quiet = ['--configLoader', 'native', '--logLevel', 'warn'];
  if (status !== 0 || node('vite/bin/vite.js', ['build', '--outDir', page, ...quiet]) !== 0) {
    throw new Refusal('the build failed (above)');
  }
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  renameSync(next, join(root, 'dist'));
  writeFileSync(stamp, wanted);
}

async function run(task, args) {
  const tasks = {
    build,
    start: async () => {
      build();
      const { launch } = await import('../bin/ostiary.js');
      launch(['serve', '--init', ...args]);
    },
    test: () => {
      build();
      exitWith(node('vitest/vitest.mjs', ['run', ...args]));
    },
    bench: () => {
      build();
      exitWith(node('../test/bench/main.ts', args));
    },
    check: () => {
      const steps = [
        ['biome', () => bin('@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.'])],
        ['tsc', () => node('typescript/bin/tsc', ['-p', 'tsconfig.json'])],
        ['tsc of the page', () => node('typescript/bin/tsc', ['-p', 'tsconfig.client.json'])],
        ['layers', () => node('../scripts/check-layers.js', [])],
        ['knip', () => node('knip/bin/knip.js', [])],
      ];
      for (const [name, step] of steps) {
        console.error(`check: ${name}`);
        if (step() !== 0) throw new Refusal(`npm run check: ${name} found the faults above`);
      }
    },
    fix: () => exitWith(bin('@biomejs/biome/bin/biome', ['check', '--write', '.'])),
  };
  const chosen = tasks[task];
  if (!chosen) throw new Refusal(`scripts/bootstrap.js knows ${Object.keys(tasks).join(', ')}, not "${task}"`);
  await chosen();
}

function node(script, args) {
  const bundled = join(modules, `node-linux-${process.arch}`, 'bin', 'node');
  return execute(existsSync(bundled) ? bundled : process.execPath, [join(modules, script), ...args]);
}

function bin(script, args) {
  return execute(process.execPath, [join(modules, script), ...args]);
}

function execute(program, args) {
  const result = spawnSync(program, args, { stdio: 'inherit' });
  if (result.error) throw result.error;
  return result.status === null ? 1 : result.status;
}

function exitWith(status) {
  process.exitCode = status;
}

function filesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesUnder(path) : [path];
  });
}

function digest(files) {
  const hash = createHash('sha256');
  for (const file of files.sort()) hash.update(`${file}\0${statSync(file).size}\0`).update(readFileSync(file));
  return hash.digest('hex');
}

function readStamp(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}
