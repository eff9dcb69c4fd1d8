// Ways to hand a checkpoint to the world outside the state folder: a file that only grows, and a webhook.
import { open } from 'node:fs/promises';

export interface Publisher {
  /** For the log: never with a path of an address, which may hold a secret. */
  readonly name: string;
  /** Rejects when it did not arrive; the next beat brings a newer one. */
  publish(note: string): Promise<void>;
}

/** ms that a webhook has to answer. */
const patience = 5000;

/** Appends, with an empty line between notes; the file is opened anew each time, so that it can be moved away. */
function filePublisher(file: string): Publisher {
  return {
    name: file,
    async publish(note) {
      const handle = await open(file, 'a', 0o644);
      try {
        await handle.appendFile(`${note}\n`);
        await handle.datasync();
      } finally {
        await handle.close();
      }
    },
  };
}

/** Sends the note as the body of a POST. */
function webhookPublisher(address: string): Publisher {
  const { host } = new URL(address);
  return {
    name: host,
    async publish(note) {
      const response = await fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'text/plain; charset=utf-8' },
        body: note,
        redirect: 'error',
        signal: AbortSignal.timeout(patience),
      });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`it answered with status ${response.status}`);
    },
  };
}

/** What the configuration names. */
export function publishersOf(places: { readonly file: string | null; readonly webhook: string | null }): Publisher[] {
  return [
    ...(places.file === null ? [] : [filePublisher(places.file)]),
    ...(places.webhook === null ? [] : [webhookPublisher(places.webhook)]),
  ];
}
