// The built page, read into memory when the broker starts: what is not in this map cannot be served.
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { isSystemError } from '../../../core/errors.ts';

export interface Asset {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
  /** Its name says what is in it: it never changes. */
  readonly lasting: boolean;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/** By address: `/index.html`, `/assets/index-3f2a.js`. Empty when the page was not built. */
export function readAssets(folder: string): ReadonlyMap<string, Asset> {
  return new Map(
    filesUnder(folder).flatMap((file) => {
      const type = types[extname(file)];
      if (type === undefined) return [];
      const path = `/${relative(folder, file)}`;
      return [[path, { bytes: new Uint8Array(readFileSync(file)), type, lasting: path.startsWith('/assets/') }]];
    }),
  );
}

/** Symbolic links are left out. */
function filesUnder(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return [];
    throw error;
  }
}
