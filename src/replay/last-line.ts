// The last whole line of a cast, searched from the end: a crash tears only there, and the file may be large.
import type { FileHandle } from 'node:fs/promises';
import { isJson } from './read-cast.ts';

const block = 64 * 1024; // bytes

/** Where the last line ends that is valid JSON with its line feed, and its text; 0 and '' when there is none. */
export async function findLastLine(handle: FileHandle, size: number): Promise<{ end: number; text: string }> {
  let feed = await lastLineFeed(handle, size);
  while (feed >= 0) {
    const before = await lastLineFeed(handle, feed);
    const text = (await readRange(handle, before + 1, feed)).toString();
    if (isJson(text)) return { end: feed + 1, text };
    feed = before;
  }
  return { end: 0, text: '' };
}

/** Offset of the last line feed before `end`, or -1. */
async function lastLineFeed(handle: FileHandle, end: number): Promise<number> {
  for (let to = end; to > 0; ) {
    const from = Math.max(0, to - block);
    const index = (await readRange(handle, from, to)).lastIndexOf(10);
    if (index >= 0) return from + index;
    to = from;
  }
  return -1;
}

async function readRange(handle: FileHandle, from: number, to: number): Promise<Buffer> {
  const bytes = Buffer.alloc(to - from);
  for (let read = 0; read < bytes.length; ) {
    const { bytesRead } = await handle.read(bytes, read, bytes.length - read, from + read);
    if (bytesRead === 0) return bytes.subarray(0, read);
    read += bytesRead;
  }
  return bytes;
}
