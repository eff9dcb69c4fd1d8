import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCheckpoint, signCheckpoint } from '../../../src/audit/checkpoint.ts';
import { type ExportOrder, exportLog } from '../../../src/audit/export.ts';
import { hashLeaf } from '../../../src/audit/merkle.ts';
import { parseVerifierKey, type SignerKey } from '../../../src/audit/note.ts';
import { verifyExport } from '../../../src/audit/verify/verify.ts';
import type { AuditEvent } from '../../../src/store/store.ts';
import { newFolder, openAudited } from '../../support/audited-store.ts';
import { closed, opened, refused } from '../../support/story.ts';

const all: ExportOrder = { after: null, before: null, session: null, since: null };
const events = (count: number, from = 0): AuditEvent[] =>
  Array.from({ length: count }, (_, index) => refused(`event ${from + index}`));

/** A log of that many events, with its checkpoint. */
async function logOf(count: number) {
  const audited = openAudited();
  await audited.store.append(...events(count));
  const note = await audited.checkpoint();
  const take = (order: Partial<ExportOrder> = {}) =>
    [...exportLog(audited.store.log, { ...all, ...order })].join('').trimEnd().split('\n');
  return { ...audited, note, take };
}

/** The verdict on these lines; the key as an auditor has it, as text. */
async function judge(lines: readonly string[], key: SignerKey | null, since: string | null = null) {
  const file = join(newFolder(), 'export.jsonl');
  writeFileSync(file, `${lines.join('\n')}\n`);
  return await verifyExport(file, { key: key === null ? null : parseVerifierKey(key.text), since });
}

const verdictOf = async (...args: Parameters<typeof judge>) => {
  const { verdict, broken } = await judge(...args);
  return broken === null ? verdict : `${verdict} ${broken.code}: ${broken.sentence}`;
};

describe('an export of the whole log', () => {
  it('holds exactly the bytes that the leaves cover, and is sound', async () => {
    const { take, store, key } = await logOf(700);
    const lines = take();
    expect(lines).toHaveLength(702);
    const leaves = [...store.log.leaves(0, 700)].map((leaf) => Buffer.from(leaf));
    expect(lines.slice(1, -1).map((line) => hashLeaf(line))).toEqual(leaves);
    expect(await judge(lines, key)).toMatchObject({
      verdict: 'SOUND',
      claims: { origin: key.name, size: 700, first: 0, last: 699, entries: 700, filtered: false },
    });
  });

  it('is UNANCHORED without a key, whatever the file says of itself', async () => {
    const { take } = await logOf(3);
    expect(await verdictOf(take(), null)).toBe('UNANCHORED');
  });

  it('may be empty', async () => {
    const { take, key } = await logOf(0);
    expect(await judge(take(), key)).toMatchObject({ verdict: 'SOUND', claims: { size: 0, first: 0, last: -1 } });
  });

  it('ends at the newest checkpoint', async () => {
    const { take, store, key } = await logOf(5);
    await store.append(...events(5, 5));
    expect(await judge(take(), key)).toMatchObject({ verdict: 'SOUND', claims: { size: 5, last: 4 } });
  });
});

describe('an export that was changed', () => {
  const cases: readonly (readonly [string, (lines: string[]) => string[], string])[] = [
    [
      'a flipped event',
      (lines) => lines.with(301, (lines[301] as string).replace('event 300', 'event 30O')),
      'BROKEN entry: among the entries 256 to 511 at least one',
    ],
    [
      'a flipped last event',
      (lines) => lines.with(-2, (lines.at(-2) as string).replace('event', 'Event')),
      'BROKEN entry: entry 600 is not what was logged',
    ],
    ['a dropped event', (lines) => lines.toSpliced(301, 1), 'BROKEN order: where entry 300 belongs stands entry 301'],
    [
      'an inserted event',
      (lines) => lines.toSpliced(301, 0, lines[5] as string),
      'BROKEN order: where entry 300 belongs stands entry 4',
    ],
    [
      'reordered events',
      (lines) => lines.with(10, lines[11] as string).with(11, lines[10] as string),
      'BROKEN order: where entry 9 belongs stands entry 10',
    ],
    ['a dropped first event', (lines) => lines.toSpliced(1, 1), 'BROKEN order: where entry 0 belongs stands entry 1'],
    ['a dropped end, proof kept', (lines) => lines.toSpliced(590, 12), 'BROKEN count: entries 589 to'],
    ['a truncated file', (lines) => lines.slice(0, 500), 'BROKEN truncated: the file ends after line 500'],
    [
      'an event after the end',
      (lines) => lines.toSpliced(-1, 0, lines[5] as string),
      'BROKEN order: where entry 601 belongs stands entry 4',
    ],
    ['something after the proof', (lines) => [...lines, lines[5] as string], 'BROKEN trailing: line 604'],
    ['no header', (lines) => lines.slice(1), 'BROKEN header'],
    [
      'a header of another size',
      (lines) => lines.with(0, (lines[0] as string).replace('"size":601', '"size":700')),
      'BROKEN header',
    ],
    [
      'a header of another range',
      (lines) => lines.with(0, (lines[0] as string).replace('"first":0', '"first":1')),
      'BROKEN header',
    ],
    [
      'a checkpoint of another size',
      (lines) => lines.with(-1, (lines.at(-1) as string).replace('\\n601\\n', '\\n602\\n')),
      'BROKEN header',
    ],
    [
      'a checkpoint of another time',
      (lines) => lines.with(-1, (lines.at(-1) as string).replace('\\ntime 2', '\\ntime 3')),
      'BROKEN signature',
    ],
    [
      'a second value under one name',
      (lines) => lines.with(0, (lines[0] as string).replace('{', '{"origin":"audit.other",')),
      'BROKEN header',
    ],
    [
      'a number written otherwise',
      (lines) => lines.with(0, (lines[0] as string).replace('"version":1', '"version":1e0')),
      'BROKEN header',
    ],
    ['returns before its line feeds', (lines) => lines.with(0, `${lines[0]}\r`), 'BROKEN header'],
    ['a mark of the byte order', (lines) => lines.with(0, `\ufeff${lines[0]}`), 'BROKEN header'],
    ['a garbled proof', (lines) => lines.with(-1, '{"checkpoint":1}'), 'BROKEN proof'],
  ];

  it.each(cases)('by %s is BROKEN, and where', async (_, change, verdict) => {
    const { take, key } = await logOf(601);
    const lines = take();
    expect(await verdictOf(lines, key)).toBe('SOUND');
    expect(await verdictOf(change(lines), key)).toContain(verdict);
  });

  it('of the first entry of a session is BROKEN', async () => {
    const { take, store, key, checkpoint } = await logOf(9);
    await store.append(opened('ses_1'), closed('ses_1', 0));
    await checkpoint();
    const lines = take({ session: 'ses_1' });
    expect(await verdictOf(lines, key)).toContain('SOUND');
    const forged = lines.with(0, (lines[0] as string).replace('"first":9', '"first":8'));
    expect(await verdictOf(forged, key)).toContain('BROKEN order');
  });

  it.each([null, 'ses_1'])('in any one bit is never SOUND (session %s)', async (session) => {
    const { take, store, key, checkpoint } = await logOf(9);
    await store.append(opened('ses_1'), refused(), closed('ses_1', 0));
    await checkpoint();
    const lines = take({ session });
    const text = `${lines.join('\n')}\n`;
    // Not bound: what was asked for.
    const asked = [text.indexOf('"filter":'), text.indexOf('\n')] as const;
    const file = join(newFolder(), 'export.jsonl');
    await fc.assert(
      fc.asyncProperty(fc.nat(Buffer.byteLength(text) - 1), fc.nat(7), async (at, bit) => {
        fc.pre(!(at >= asked[0] && at < asked[1]));
        const bytes = Buffer.from(text);
        bytes[at] = (bytes[at] as number) ^ (1 << bit);
        writeFileSync(file, bytes);
        expect((await verifyExport(file, { key, since: null })).verdict).toBe('BROKEN');
      }),
      { numRuns: 400 },
    );
  });

  it('in the database, with its leaf, is BROKEN', async () => {
    const { take, file, key } = await logOf(20);
    const database = new DatabaseSync(file);
    const row = database.prepare('SELECT body FROM events WHERE seq = 7').get();
    const body = String(row?.body).replace('event 7', 'event 8');
    database.prepare('UPDATE events SET body = ?, leaf = ? WHERE seq = 7').run(body, hashLeaf(body));
    database.close();
    expect(await verdictOf(take(), key)).toContain('BROKEN proof');
  });

  it('and signed again with another key is BROKEN', async () => {
    const { take, key } = await logOf(20);
    const thief = openAudited().key;
    const lines = take();
    const trailer = JSON.parse(lines.at(-1) as string);
    const checkpoint = parseCheckpoint(trailer.checkpoint);
    if (checkpoint === null) throw new Error('no checkpoint');
    const forge = (name: string) => {
      const note = signCheckpoint({ ...checkpoint, origin: name }, { ...thief, name });
      const text = (lines[0] as string).replace(key.name, name);
      return lines.with(0, text).with(-1, JSON.stringify({ ...trailer, checkpoint: note }));
    };
    expect(await verdictOf(forge(key.name), key)).toContain('BROKEN signature');
    expect(await verdictOf(forge(thief.name), key)).toContain('BROKEN origin');
    expect(await verdictOf(forge(thief.name), null)).toBe('UNANCHORED');
  });

  it('or is of another broker is BROKEN, also with our header', async () => {
    const [ours, theirs] = [await logOf(20), await logOf(20)];
    expect(await verdictOf(theirs.take(), ours.key)).toContain('BROKEN origin');
    expect(await verdictOf(theirs.take().with(0, ours.take()[0] as string), ours.key)).toContain('BROKEN header');
  });
});

describe('an export of a range', () => {
  it('is sound for every range', async () => {
    const { take, store, key } = await logOf(40);
    const times = [...store.events()].map(({ time }) => time);
    expect(new Set(times).size).toBe(1);
    const after = new Date(Date.parse(times[0] as string) + 1).toISOString();
    expect(await judge(take({ after }), key)).toMatchObject({ verdict: 'SOUND', claims: { first: 40, last: 39 } });
    expect(await judge(take({ before: times[0] as string }), key)).toMatchObject({ claims: { first: 0, last: -1 } });
  });

  it('by time takes the events between, and proves that none of them is missing', async () => {
    const { take, store, key, checkpoint } = await logOf(300);
    await new Promise((resolve) => setTimeout(resolve, 5));
    const [first] = await store.append(...events(300, 300));
    await new Promise((resolve) => setTimeout(resolve, 5));
    const [last] = await store.append(...events(300, 600));
    await checkpoint();
    const lines = take({ after: first?.time ?? null, before: last?.time ?? null });
    expect(await judge(lines, key)).toMatchObject({
      verdict: 'SOUND',
      claims: { size: 900, first: 300, last: 599, entries: 300 },
    });
    expect(await verdictOf(lines.toSpliced(100, 1), key)).toContain('BROKEN order: where entry 399 belongs');
    const shifted = (lines[0] as string).replace('"first":300', '"first":301').replace('"last":599', '"last":600');
    expect(await verdictOf(lines.with(0, shifted), key)).toContain('BROKEN');
  });
});

describe('a filtered export', () => {
  async function twoSessions() {
    const audited = await logOf(3);
    await audited.store.append(opened('ses_1'), opened('ses_2'), refused(), closed('ses_1', 0), closed('ses_2', 0));
    await audited.checkpoint();
    return audited;
  }

  it('says so, and proves each of its events', async () => {
    const { take, key } = await twoSessions();
    const lines = take({ session: 'ses_1' });
    expect(lines).toHaveLength(6);
    expect(await judge(lines, key)).toMatchObject({
      verdict: 'SOUND',
      claims: { filtered: true, entries: 2, first: 3, last: 6 },
    });
    expect(await judge(take({ session: 'ses_none' }), key)).toMatchObject({ verdict: 'SOUND', claims: { entries: 0 } });
  });

  it('is BROKEN by any change', async () => {
    const { take, key } = await twoSessions();
    const lines = take({ session: 'ses_1' });
    const changed = lines.with(3, (lines[3] as string).replace('"status":0', '"status":1'));
    expect(await verdictOf(changed, key)).toContain('BROKEN entry: entry 6 is not what was logged there');
    const moved = [lines[0], lines[3], lines[4], lines[1], lines[2], lines[5]] as string[];
    expect(await verdictOf(moved, key)).toContain('BROKEN order');
    expect(await verdictOf(lines.toSpliced(1, 2), key)).toContain('BROKEN order');
    expect(await verdictOf(lines.toSpliced(3, 2), key)).toContain('BROKEN count');
    expect(await verdictOf(lines.toSpliced(2, 1), key)).toContain('BROKEN');
    // One more event at its end, without a proof, and a header that counts with it.
    const forged = (lines[3] as string).replace('"seq":6', '"seq":7').replace('"status":0', '"status":1');
    const header = (lines[0] as string).replace('"last":6', '"last":7');
    expect(await verdictOf([header, ...lines.slice(1, -1), forged, lines.at(-1) as string], key)).toContain(
      'BROKEN proof: entry 7 stands there without a proof',
    );
    const other = take({ session: 'ses_2' });
    expect(await verdictOf(lines.with(0, other[0] as string), key)).toContain('BROKEN');
  });
});

describe('an older checkpoint', () => {
  it('is continued by the whole log, by a range around it, and by a consistency proof', async () => {
    const { take, store, key, note, checkpoint } = await logOf(300);
    await new Promise((resolve) => setTimeout(resolve, 5));
    const [later] = await store.append(...events(300, 300));
    await checkpoint();
    expect(await judge(take(), key, note)).toMatchObject({ verdict: 'SOUND', continues: { size: 300 } });
    const tail = { after: later?.time ?? null };
    expect(await verdictOf(take(tail), key, note)).toBe('SOUND');
    expect(await verdictOf(take({ ...tail, since: 300 }), key, note)).toBe('SOUND');
    expect(await verdictOf(take({ session: 'ses_none', since: 300 }), key, note)).toBe('SOUND');
    expect(await verdictOf(take({ session: 'ses_none' }), key, note)).toContain('BROKEN unproven');
    await store.append(refused());
    const newest = await checkpoint();
    await store.append(refused());
    await checkpoint();
    expect(await verdictOf(take({ before: later?.time ?? null }), key, newest)).toContain('BROKEN unproven');
    expect(await verdictOf(take({ before: later?.time ?? null, since: 601 }), key, newest)).toBe('SOUND');
  });

  it('is the last of a file of them, torn ones left out', async () => {
    const { take, store, key, note, checkpoint } = await logOf(3);
    await store.append(refused());
    const newer = await checkpoint();
    const file = `${note}\n${note.slice(0, 30)}\n${newer}\n${newer.slice(0, 60)}`;
    expect(await judge(take(), key, file)).toMatchObject({ continues: { size: 4 } });
    expect(await verdictOf(take(), key, 'nothing')).toContain('BROKEN since');
    expect(await verdictOf(take(), openAudited().key, note)).toContain('BROKEN since');
  });

  it('finds a tail that was dropped, which nothing else does', async () => {
    const { take, store, key, checkpoint } = await logOf(300);
    const before = take();
    await store.append(...events(5, 300));
    const note = await checkpoint();
    expect(await verdictOf(before, key)).toBe('SOUND');
    expect(await verdictOf(before, key, note)).toContain('BROKEN shrunk');
  });

  it('finds a past that was rewritten, key and all', async () => {
    const { key, note } = await logOf(40);
    const { store, take, ...other } = await logOf(0);
    await store.append(...events(41, 1));
    await other.checkpoint();
    for (const since of [null, 40]) {
      const lines = take({ since });
      const trailer = JSON.parse(lines.at(-1) as string);
      const root = parseCheckpoint(trailer.checkpoint)?.root ?? Buffer.alloc(32);
      const signed = signCheckpoint({ origin: key.name, size: 41, root, time: new Date().toISOString() }, key);
      const header = (lines[0] as string).replace(other.key.name, key.name);
      const forged = lines.with(0, header).with(-1, JSON.stringify({ ...trailer, checkpoint: signed }));
      expect(await verdictOf(forged, key)).toBe('SOUND');
      expect(await verdictOf(forged, key, note)).toContain('BROKEN rewritten');
    }
  });
});
