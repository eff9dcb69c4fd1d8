// When the recording cannot be written the session ends with 70 and nothing further runs (invariant 2).
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startBroker } from '../support/broker.ts';
import { needRoot } from '../support/programs.ts';
import { ssh } from '../support/ssh-client.ts';
import { until } from '../support/wait.ts';

function mountSmallDisk(size: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'ostiary-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]);
  onTestFinished(() => {
    execFileSync('umount', ['-l', folder]);
    rmSync(folder, { recursive: true, force: true });
  });
  mkdirSync(join(folder, 'casts'), { mode: 0o700 });
  return folder;
}

it('ends only the session whose recording fills the disk, with 70, before anything further runs', async (context) => {
  needRoot(context);
  const disk = mountSmallDisk('2m');
  const broker = await startBroker({ config: `recordings: { dir: ${disk}/casts, freeSpaceFloor: 4KiB }\n` });
  const marker = join(broker.workspace, 'ran-further');
  const input = `head -c 8000000 /dev/zero | tr '\\0' 'x'\ntouch ${marker}\n`;
  const result = await ssh({ ...broker.as('coder'), options: ['-T'], input });
  expect(result.status).toBe(70);
  expect(result.stderr.toString()).toContain('"verdict":"failed"');
  expect(existsSync(marker)).toBe(false);

  const [cast = ''] = readdirSync(join(disk, 'casts'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.cast'),
  );
  for (const line of readFileSync(join(disk, 'casts', cast), 'utf8')
    .trimEnd()
    .split('\n'))
    JSON.parse(line);
  rmSync(join(disk, 'casts', cast));
  // The room is there once nobody reads the deleted file any more (it is being taken into the search index).
  await until(async () => (await ssh({ ...broker.as('coder'), args: ['echo alive'] })).stdout.toString() === 'alive\n');
});

it('begins no session below the floor of free space', async (context) => {
  needRoot(context);
  const disk = mountSmallDisk('1m');
  const broker = await startBroker({ config: `recordings: { dir: ${disk}/casts, freeSpaceFloor: 64MiB }\n` });
  const result = await ssh({ ...broker.as('coder'), args: ['echo never'] });
  expect(result.status).toBe(70);
  expect(result.stdout.length).toBe(0);
  expect(result.stderr.toString()).toContain('nearly full');
});
