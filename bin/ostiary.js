#!/usr/bin/env node
// Finds a Node new enough for the broker and runs dist/cli/main.js with it. Old syntax on purpose: this file must
// be readable by whatever Node the machine has.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const main = join(root, 'dist', 'cli', 'main.js');

function newEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > 24 || (major === 24 && minor >= 15);
}

// The optional packages node-linux-<arch> carry the binary (docs/operations.md says how far to trust them).
function bundledNode() {
  try {
    const manifest = createRequire(import.meta.url).resolve(`node-linux-${process.arch}/package.json`);
    const node = join(dirname(manifest), 'bin', 'node');
    return existsSync(node) ? node : null;
  } catch {
    return null;
  }
}

/** Runs `node main ...args` under a Node new enough; this process only passes signals and the status on. */
export function launch(args) {
  if (!existsSync(main)) {
    fail('ostiary: it is not built yet (dist/ is missing). Run `npm start` once in the checkout, or `npm run build`.');
    return;
  }
  if (newEnough(process.versions.node)) {
    process.argv = [process.execPath, main].concat(args);
    setDefaults(process.env);
    import(main);
    return;
  }
  const node = bundledNode();
  if (node === null) {
    fail(
      `ostiary: Node ${process.versions.node} is too old, 24.15 or newer is needed. Install Node 24, or reinstall ` +
        'without --omit=optional so that npm brings node-linux-' +
        process.arch +
        '.',
    );
    return;
  }
  const child = spawn(node, [main].concat(args), {
    stdio: 'inherit',
    env: setDefaults(Object.assign({}, process.env)),
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2']) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('error', (error) => fail(`ostiary: cannot start ${node}: ${error.message}`));
  child.on('exit', (code, signal) => {
    process.exitCode = signal ? 128 + constants.signals[signal] : code;
  });
}

// React's development build records timings for ever; it must be told before it is first imported.
function setDefaults(environment) {
  environment.NODE_ENV = environment.NODE_ENV || 'production';
  return environment;
}

function fail(sentence) {
  console.error(sentence);
  process.exitCode = 70;
}

if (process.argv[1] && fileURLToPath(import.meta.url) === realpath(process.argv[1])) launch(process.argv.slice(2));

function realpath(path) {
  return createRequire(import.meta.url)('node:fs').realpathSync(path);
}
