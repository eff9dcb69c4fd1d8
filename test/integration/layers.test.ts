// The tool that holds the layers is itself held: it finds a planted import, and fails when it read nothing.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

const script = new URL('../../scripts/check-layers.js', import.meta.url).pathname;

function checkLayers(files: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), 'ostiary-layers-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'src'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const { status, stderr } = spawnSync(process.execPath, [script], { cwd: folder, encoding: 'utf8' });
  return { status, stderr };
}

describe('npm run check: layers', () => {
  it('finds an import that looks up, across, or around a port', () => {
    for (const [from, to] of [
      ['src/core/x.ts', 'src/cli/y.ts'],
      ['src/session/x.ts', 'src/store/sqlite.ts'],
      ['src/targets/x.ts', 'src/store/y.ts'],
      ['src/policy/x.ts', 'src/session/y.ts'],
      ['src/fronts/ssh/x.ts', 'src/fronts/web/y.ts'],
    ] as const) {
      const path = `${'../'.repeat(from.split('/').length - 1)}${to}`;
      const result = checkLayers({
        [from]: `import { y } from '${path}';\nexport const x = y;\n`,
        [to]: 'export const y = 1;\n',
      });
      expect(result.stderr).toContain(`${from} → ${to}`);
      expect(result.status).toBe(1);
    }
  });

  it('finds a type that is imported from a forbidden room, and the world in a pure one', () => {
    const types = checkLayers({
      'src/core/x.ts': "import type { Y } from '../cli/y.ts';\nexport type X = Y;\n",
      'src/cli/y.ts': 'export type Y = 1;\n',
    });
    expect(types.status).toBe(1);
    const world = checkLayers({
      'src/session/x.ts': "import { readFileSync } from 'node:fs';\nexport const x = readFileSync;\n",
    });
    expect(world.stderr).toContain('pure-has-no-world');
    expect(world.status).toBe(1);
  });

  it('lets what looks down pass', () => {
    const result = checkLayers({
      'src/session/x.ts': "import { y } from '../core/y.ts';\nexport const x = y;\n",
      'src/core/y.ts': 'export const y = 1;\n',
    });
    expect(result).toEqual({ status: 0, stderr: '' });
  });

  it('fails when it read no module', () => {
    const result = checkLayers({});
    expect(result.stderr).toContain('no module was read');
    expect(result.status).toBe(1);
  });
});
