// Refuses to start on an SSH library that lacks our patches (patches/ssh2+*.patch): each closes a defect that loses
// bytes, hangs, or lets a client in too far.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { faults } from '../../core/errors.ts';

/** sha256 of every file the patch touches, as patched. */
const patchedFiles: Readonly<Record<string, string>> = {
  'lib/Channel.js': '0646f0e7c0021bdb1a8a4b684145b2815b07fbc1783cd98e3178946c4c53f49a',
  'lib/protocol/Protocol.js': '93c49c2ed454cf7d8d425e18e95f3282e503667849ef0954f77df2c283477d34',
  'lib/protocol/crypto.js': 'dcfa301941daee56df4c5df33838a8ceec0e9e6c8df6b0d2412a8f760236ed58',
  'lib/protocol/handlers.misc.js': '7239d120aca9af997ff2a983547458cd4d291fd7acbc99b72428062f378b42aa',
  'lib/protocol/kex.js': '55e5acbf72d1922c4aebebb66e0e3217c8e25b75f98673d3ac23293ee6c04f7c',
  'lib/server.js': '7790560565255bd903e17c801ae3c641db2c4e099989bb3ae4ba9e7c091df6c2',
};

/** The folder of the ssh2 this process loads. */
export function libraryFolder(): string {
  return dirname(dirname(createRequire(import.meta.url).resolve('ssh2')));
}

/** @throws OstiaryError LIBRARY_UNPATCHED naming the first file that differs. */
export function assertPatched(folder = libraryFolder()): void {
  for (const [file, wanted] of Object.entries(patchedFiles)) {
    const found = createHash('sha256')
      .update(readFileSync(join(folder, file)))
      .digest('hex');
    if (found !== wanted) throw faults.libraryUnpatched(join('ssh2', file));
  }
}
