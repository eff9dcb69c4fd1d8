import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readAssets } from '../../../../../src/fronts/web/server/assets.ts';

it('the page’s files are those with a known type; links lead nowhere, and an unbuilt page is empty', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ostiary-assets-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), 'the page');
  writeFileSync(join(folder, 'assets', 'main-1.js'), 'code');
  writeFileSync(join(folder, 'notes.txt'), 'no part of it');
  symlinkSync('/etc/passwd', join(folder, 'passwd.html'));
  const files = readAssets(folder);
  expect([...files.keys()].toSorted()).toEqual(['/assets/main-1.js', '/index.html']);
  expect(files.get('/assets/main-1.js')).toMatchObject({ type: 'text/javascript; charset=utf-8', lasting: true });
  expect(files.get('/index.html')?.lasting).toBe(false);
  expect(readAssets(join(folder, 'none')).size).toBe(0);
});
