// The file of an export: JSON lines, a header first, then entries, last the proof. An entry's line is exactly the bytes
// its leaf hash covers; in a filtered export a line with its inclusion proof follows each.
import { z } from 'zod';

const index = z.int().min(0);
/** 32 bytes in the one base64 form that has no unused bits set. */
const hashText = z.string().regex(/^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/);
const hashes = z.array(hashText);

export const exportHeader = z.strictObject({
  format: z.literal('ostiary-audit-export'),
  version: z.literal(1),
  /** The log's name, and its size at the checkpoint that closes the export. */
  origin: z.string(),
  size: index,
  /** Leaf indices. In a filtered export of the first and last entry; `last` is `first - 1` when there is none. */
  first: index,
  last: z.int().min(-1),
  entries: index,
  /** True when entries between first and last are left out: then it proves inclusion, not completeness. */
  filtered: z.boolean(),
  /** What was asked for. */
  filter: z.strictObject({
    after: z.string().nullable(),
    before: z.string().nullable(),
    session: z.string().nullable(),
  }),
});

export const exportTrailer = z.strictObject({
  /** A signed note (C2SP tlog-checkpoint). */
  checkpoint: z.string(),
  /** Null when filtered. Nodes of the tree: left of the range, of the range in pieces of 256 leaves, right of it. */
  range: z.strictObject({ left: hashes, pieces: hashes, right: hashes }).nullable(),
  /** From an older checkpoint's size, where one was given (RFC 6962 §2.1.2). */
  consistency: z.strictObject({ size: index, path: hashes }).nullable(),
});

export const inclusionLine = z.strictObject({ inclusion: hashes });

export type ExportHeader = z.output<typeof exportHeader>;
export type ExportTrailer = z.output<typeof exportTrailer>;

/** Entries begin with `{"data":` (canonical JSON sorts the keys). */
export const trailerStart = '{"checkpoint":';

export const printHashes = (list: readonly Uint8Array[]) => list.map((hash) => Buffer.from(hash).toString('base64'));
export const parseHashes = (list: readonly string[]) => list.map((text) => Buffer.from(text, 'base64'));

/** Null for what is not JSON of this form, written as we write it: no second `origin` hides behind the first. */
export function parseLine<T>(schema: z.ZodType<T>, text: string): T | null {
  try {
    const data = schema.safeParse(JSON.parse(text)).data ?? null;
    return JSON.stringify(data) === text ? data : null;
  } catch {
    return null;
  }
}
