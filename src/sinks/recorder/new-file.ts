// Makes the file of a recording so that neither it nor its name can be lost or taken over.
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { faults } from '../../core/errors.ts';

const { O_APPEND, O_CREAT, O_EXCL, O_WRONLY } = constants;

/** Creates `file` (0600, appending) and its missing folders (0700), every name of them durable. @throws RECORDING_FAILED */
export async function openNewFile(file: string): Promise<FileHandle> {
  try {
    const firstNew = await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const handle = await open(file, O_WRONLY | O_CREAT | O_EXCL | O_APPEND, 0o600);
    try {
      await syncFolders(dirname(file), firstNew === undefined ? dirname(file) : dirname(firstNew));
    } catch (error) {
      await handle.close();
      throw error;
    }
    return handle;
  } catch (error) {
    throw faults.recordingFailed(file, error as Error);
  }
}

/** A new name is durable once its folder is: from the file's folder up to the one that already existed. */
async function syncFolders(from: string, to: string): Promise<void> {
  for (let folder = from; ; folder = dirname(folder)) {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (folder === to || folder === dirname(folder)) return;
  }
}
