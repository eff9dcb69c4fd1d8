// Looks at a local file that a statement runs as code: what a person sees of it, and the digest that is compared again
// right before it runs. Between that look and the program's own open a race remains (docs/security.md).
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import type { CodeFile, InspectedFiles } from './approval.ts';

/** Larger files are not read: nobody would judge them by a look. */
const maxBytes = 16 * 1024 * 1024;
const headBytes = 4096;

export type Inspected =
  | { readonly kind: 'file'; readonly file: CodeFile }
  | Extract<InspectedFiles, { readonly kind: 'unbindable' }>;

/** `path` is absolute. Never waits for a pipe, never rejects. */
export async function inspectCodeFile(path: string): Promise<Inspected> {
  try {
    const real = await realpath(path);
    // Without NONBLOCK the opening of a pipe would wait for its writer; without NOFOLLOW a link swapped in would count.
    const handle = await open(real, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    try {
      return await read(handle, path, real);
    } finally {
      await handle.close();
    }
  } catch (error) {
    return {
      kind: 'unbindable',
      why: `${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`,
    };
  }
}

async function read(handle: FileHandle, path: string, real: string): Promise<Inspected> {
  const { size, ...stat } = await handle.stat();
  if ((stat.mode & constants.S_IFMT) !== constants.S_IFREG) {
    return { kind: 'unbindable', why: `${path} is no regular file` };
  }
  if (size > maxBytes)
    return { kind: 'unbindable', why: `${path} has ${size} bytes, at most ${maxBytes} are looked at` };
  // It may grow while it is read: what was read counts, no more than the limit.
  const bytes = Buffer.alloc(Math.min(size + 1, maxBytes + 1));
  const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0);
  if (bytesRead !== size) return { kind: 'unbindable', why: `${path} changes while it is read` };
  const content = bytes.subarray(0, bytesRead);
  const sha256 = createHash('sha256').update(content).digest('hex');
  const head = content.subarray(0, headBytes).toString('utf8');
  return { kind: 'file', file: { path, realpath: real, size, sha256, head } };
}
