// Faults that no real disk gives on demand: a handle that writes in small bites, or whose writes or syncs fail.
import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { describe, expect, it, vi } from 'vitest';
import { createEvidenceFile } from '../../../../src/sinks/recorder/evidence-file.ts';

/** A file in memory. `room` bytes fit; each write takes at most `bite` of them. */
function memoryFile(options: { bite?: number; room?: number; syncFails?: boolean }) {
  const { bite = Number.POSITIVE_INFINITY, room = Number.POSITIVE_INFINITY, syncFails = false } = options;
  const state = { content: Buffer.alloc(0), syncs: 0 };
  const handle = {
    write: async (bytes: Buffer, offset: number) => {
      const count = Math.min(bite, bytes.length - offset, room - state.content.length);
      if (count <= 0) throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
      state.content = Buffer.concat([state.content, bytes.subarray(offset, offset + count)]);
      return { bytesWritten: count };
    },
    truncate: async (size: number) => {
      state.content = state.content.subarray(0, size);
    },
    datasync: async () => {
      state.syncs += 1;
      if (syncFails) throw Object.assign(new Error('i/o error'), { code: 'EIO' });
    },
    close: async () => {},
  };
  return { state, handle: handle as unknown as FileHandle };
}

const line = Buffer.from('["a line"]\n');
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('the evidence file', () => {
  it('goes on after a short write', async () => {
    const { state, handle } = memoryFile({ bite: 3 });
    const file = createEvidenceFile({ file: 'f', handle });
    for (let count = 0; count < 10; count += 1) file.append(line);
    expect(await file.sync()).toEqual({ offset: line.length * 10, sha256: sha256(state.content) });
    expect(state.content.length).toBe(line.length * 10);
    await file.close();
  });

  it.each([1, 5, line.length - 1, line.length, line.length + 1, line.length * 3 + 4])(
    'ends on a whole line when the disk is full after %i bytes',
    async (room) => {
      const { state, handle } = memoryFile({ bite: 4, room });
      let reported = 0;
      const onBytes = (count: number) => {
        reported += count;
      };
      const file = createEvidenceFile({ file: 'f', handle, onBytes });
      for (let count = 0; count < 5; count += 1) file.append(line);
      await expect(file.sync()).rejects.toMatchObject({ code: 'RECORDING_FAILED', message: /disk is full/ });
      expect(state.content.length).toBe(Math.floor(room / line.length) * line.length);
      expect(reported).toBe(state.content.length);
      await file.close();
    },
  );

  it('never syncs again after a sync failed: what the kernel dropped does not come back', async () => {
    const { state, handle } = memoryFile({ syncFails: true });
    const file = createEvidenceFile({ file: 'f', handle });
    file.append(line);
    await expect(file.sync()).rejects.toMatchObject({ code: 'RECORDING_FAILED' });
    await expect(file.sync()).rejects.toMatchObject({ code: 'RECORDING_FAILED' });
    await expect(file.drained()).rejects.toMatchObject({ code: 'RECORDING_FAILED' });
    expect(() => file.append(line)).toThrow('i/o error');
    expect(state.syncs).toBe(1);
    await file.close();
  });

  it.each([
    ['a line', [1]],
    ['a flood', [60_000, 60_000, 60_000]],
    ['a flood behind a line', [1, 60_000, 1]],
    ['lines behind a flood', [60_000, 1, 1]],
  ])('writes %s although nobody asks for it, and goes on afterwards', async (_, counts) => {
    const { state, handle } = memoryFile({});
    const file = createEvidenceFile({ file: 'f', handle });
    let size = 0;
    for (let round = 0; round < 3; round += 1) {
      for (const count of counts) {
        const lines = Buffer.alloc(count * line.length, line);
        file.append(lines);
        size += lines.length;
        if (file.pending > lines.length) await file.drained();
      }
      await vi.waitFor(() => expect([state.content.length, file.pending]).toEqual([size, 0]), { timeout: 20_000 });
      await vi.waitFor(() => expect(state.syncs).toBeGreaterThan(round), { timeout: 20_000 });
    }
    expect(file.size).toBe(size);
    await file.close();
  });

  it('tells everyone who waits when it fails', async () => {
    const { handle } = memoryFile({ room: 0 });
    const file = createEvidenceFile({ file: 'f', handle });
    file.append(line);
    const waiting = await Promise.allSettled([file.sync(), file.drained(), file.sync()]);
    expect(waiting.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    await file.close();
  });
});
