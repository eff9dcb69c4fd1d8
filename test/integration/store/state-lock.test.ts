import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { lockState } from '../../../src/store/state-lock.ts';

const root = mkdtempSync(join(tmpdir(), 'ostiary-lock-'));
const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(root, { recursive: true });
});

async function lockElsewhere(folder: string): Promise<{ child: ChildProcess; said: string }> {
  const main = fileURLToPath(new URL('../../support/lock-main.ts', import.meta.url));
  const child = spawn(process.execPath, [main, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const [said] = await once(createInterface({ input: child.stdout }), 'line');
  return { child, said };
}

const locked = expect.objectContaining({ code: 'STATE_LOCKED' });

describe('the lock of the state folder', () => {
  it('makes the folder for its owner alone, and lets one broker in', () => {
    const folder = join(root, 'one');
    using lock = lockState(folder);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(() => lockState(folder)).toThrow(locked);
    expect(() => lockState(folder)).toThrow(`pid ${process.pid}`);
    lock.release();
    expect(existsSync(join(folder, 'broker.pid'))).toBe(false);
    lockState(folder).release();
  });

  it('names the pid of another process that has it, and is free once that is killed', async () => {
    const folder = join(root, 'two');
    const { child, said } = await lockElsewhere(folder);
    expect(said).toBe('locked');
    expect(() => lockState(folder)).toThrow(`pid ${child.pid}`);
    child.kill('SIGKILL');
    await once(child, 'exit');
    lockState(folder).release();
  });

  it('goes to exactly one of many that start at once over a dead broker’s remains', async () => {
    const folder = join(root, 'three');
    const { child } = await lockElsewhere(folder);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const all = await Promise.all(Array.from({ length: 6 }, () => lockElsewhere(folder)));
    expect(all.filter(({ said }) => said === 'locked')).toHaveLength(1);
    expect(all.filter(({ said }) => said.startsWith('STATE_LOCKED'))).toHaveLength(5);
  });
});
