import { sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { lastCheckpoint, openCheckpoint, parseCheckpoint, signCheckpoint } from '../../../src/audit/checkpoint.ts';
import {
  isSignedBy,
  parseSignerKey,
  parseVerifierKey,
  printSignerKey,
  type SignerKey,
  signNote,
} from '../../../src/audit/note.ts';

const keyNamed = (name: string, fill = 7) => parseSignerKey(printSignerKey(name, Buffer.alloc(32, fill))) as SignerKey;
const key = keyNamed('audit.test');

describe('a key', () => {
  it('is written and read in the form of Go’s sumdb/note', () => {
    // The pair of golang.org/x/mod/sumdb/note's documentation.
    const signer = parseSignerKey('PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz');
    expect(signer?.text).toBe('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
    const note =
      'If you think cryptography is the answer to your problem,\n' +
      "then you don't know what your problem is.\n" +
      '\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
    expect(isSignedBy(note, parseVerifierKey(signer?.text ?? '') ?? key)).toBe(true);
    expect(isSignedBy(note.replace('answer', 'Answer'), parseVerifierKey(signer?.text ?? '') ?? key)).toBe(false);
  });

  it('is refused when it is cut, garbled, of another kind, or private where a public one belongs', () => {
    const { text } = key;
    expect(parseVerifierKey(`${text}\n`)?.name).toBe('audit.test');
    const others = [
      text.slice(0, -4),
      text.replace('audit', 'Audit'),
      `x ${text}`,
      printSignerKey('a', Buffer.alloc(32)),
      '',
    ];
    for (const other of others) expect(parseVerifierKey(other)).toBe(null);
    for (const other of [text, '', 'PRIVATE+KEY+a+00000000+AQ==']) expect(parseSignerKey(other)).toBe(null);
  });
});

describe('a signature', () => {
  const note = signNote('a\nb\n', key);

  it('is found among those of others', () => {
    const other = keyNamed('other', 8);
    const both = note + signNote('a\nb\n', other).slice('a\nb\n\n'.length);
    expect(isSignedBy(both, key)).toBe(true);
    expect(isSignedBy(both, other)).toBe(true);
    expect(isSignedBy(both, keyNamed('audit.test', 9))).toBe(false);
    expect(isSignedBy(both, keyNamed('third', 7))).toBe(false);
  });

  it('holds for exactly its text', () => {
    const changed = [
      `x${note}`,
      note.replace('a\n', 'a\n\n'),
      note.replace('\n\n', '\n'),
      note.slice(0, -1),
      `${note}\n`,
    ];
    expect(isSignedBy(note, key)).toBe(true);
    for (const text of changed) expect(isSignedBy(text, key)).toBe(false);
    const raw = Buffer.concat([Buffer.from(key.id, 'hex'), sign(null, Buffer.from('a\nb'), key.private)]);
    expect(isSignedBy(`a\nb\n\n— audit.test ${raw.toString('base64')}\n`, key)).toBe(false);
  });
});

describe('a checkpoint', () => {
  const checkpoint = { origin: key.name, size: 1234, root: Buffer.alloc(32, 5), time: '2026-11-22T01:02:03.004Z' };
  const note = signCheckpoint(checkpoint, key);

  it('is a note of four lines and a signature', () => {
    expect(note.split('\n').slice(0, 5)).toEqual([
      'audit.test',
      '1234',
      'BQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQU=',
      'time 2026-11-22T01:02:03.004Z',
      '',
    ]);
    expect(openCheckpoint(note, key)).toEqual(checkpoint);
  });

  it('is opened by its own key only', () => {
    expect(openCheckpoint(note, keyNamed('audit.test', 8))).toBe(null);
    expect(openCheckpoint(signCheckpoint({ ...checkpoint, origin: 'audit.other' }, key), key)).toBe(null);
    expect(openCheckpoint(note.replace('1234', '1235'), key)).toBe(null);
  });

  it.each(['01234', '-1', '99999999999999999999', '', '1e3'])('has no size %s', (size) => {
    expect(parseCheckpoint(note.replace('1234', size))).toBe(null);
  });

  it('is found last in a file, also after a torn one', () => {
    const newer = signCheckpoint({ ...checkpoint, size: 2000 }, key);
    expect(lastCheckpoint(`${note}\n${newer}\n`)).toBe(newer);
    expect(lastCheckpoint(`${note}\n${newer.slice(0, 30)}`)).toBe(note);
    expect(lastCheckpoint(`${note.slice(0, 40)}\n${newer}\n`)).toBe(newer);
    expect(lastCheckpoint('')).toBe(null);
  });
});
