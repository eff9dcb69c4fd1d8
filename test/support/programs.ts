// Which real programs are here. A missing one skips a test with the Debian package that brings it; in strict mode
// (OSTIARY_TEST_STRICT=1, as in CI) it fails instead.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { TestContext } from 'vitest';

const packages = {
  ssh: 'openssh-client',
  sshd: 'openssh-server',
  'ssh-keygen': 'openssh-client',
  asciinema: 'asciinema',
  tmux: 'tmux',
  vim: 'vim',
  dbclient: 'dropbear-bin',
  plink: 'putty-tools',
  python3: 'python3',
  npm: 'npm',
  setpriv: 'util-linux',
  openssl: 'openssl',
  chromium: 'chromium',
  git: 'git',
  rsync: 'rsync',
} as const;

const pythonModules = { paramiko: 'python3-paramiko', asyncssh: 'python3-asyncssh' } as const;

const folders = `${process.env.PATH}:/usr/sbin:/sbin`.split(':');

export function findProgram(name: keyof typeof packages): string | null {
  return folders.map((folder) => `${folder}/${name}`).find((path) => existsSync(path)) ?? null;
}

/** The program's path; skips (or in strict mode fails) the calling test when it is missing. */
export function needProgram(context: Pick<TestContext, 'skip'>, name: keyof typeof packages): string {
  const path = findProgram(name);
  if (path !== null) return path;
  const sentence = `${name} is not installed; apt-get install ${packages[name]}`;
  if (process.env.OSTIARY_TEST_STRICT === '1') throw new Error(sentence);
  return context.skip(sentence);
}

/** A python that has the module, the system's own; skips (or in strict mode fails) as `needProgram`. */
export function needPython(context: Pick<TestContext, 'skip'>, module: keyof typeof pythonModules): string {
  const python = '/usr/bin/python3';
  if (spawnSync(python, ['-c', `import ${module}`]).status === 0) return python;
  const sentence = `python3 has no ${module}; apt-get install ${pythonModules[module]}`;
  if (process.env.OSTIARY_TEST_STRICT === '1') throw new Error(sentence);
  return context.skip(sentence);
}

/** Skips (or in strict mode fails) the calling test unless it runs as root. */
export function needRoot(context: Pick<TestContext, 'skip'>): void {
  if (process.getuid?.() === 0) return;
  const sentence = 'it needs root (another user, a mount)';
  if (process.env.OSTIARY_TEST_STRICT === '1') throw new Error(sentence);
  context.skip(sentence);
}
