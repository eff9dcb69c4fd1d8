// Every kind of secret and personal value that the corpora know, one text of each, and the configuration that masks all.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { placesOf } from './leaks.ts';

export interface SecretKind {
  readonly kind: string;
  /** What a program prints or an agent writes; may have many lines, and control characters. */
  readonly text: string;
  /** What of it must be seen by nobody. */
  readonly secrets: readonly string[];
}

const fixtures = new URL('../fixtures/redaction/', import.meta.url);
const rows = ['regression.jsonl.gz', 'families.jsonl.gz'].flatMap((name) =>
  gunzipSync(readFileSync(new URL(name, fixtures)))
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as SecretKind),
);

export const secretKinds: readonly SecretKind[] = [
  ...new Map(rows.filter(({ secrets }) => secrets.length > 0).map((row) => [row.kind, row])).values(),
];

const evaluation = readFileSync(new URL('evaluation.yaml', fixtures), 'utf8');

/** Lines for ostiary.yaml: secrets, all personal data, columns. */
export const maskEverything = evaluation.slice(evaluation.indexOf('\nredaction:'));

/** `kind in place` for each value that lies in one of the places. */
export function shownIn(places: ReadonlyMap<string, string>, kinds = secretKinds): readonly string[] {
  return kinds.flatMap(({ kind, secrets }) =>
    secrets.flatMap((secret) => placesOf(secret, places).map((place) => `${kind} in ${place}`)),
  );
}

/** Kinds in order, as many together as `fits` lets be. @param rows that one kind takes */
export function inBatches(
  kinds: readonly SecretKind[],
  rows: (kind: SecretKind) => number,
  most: number,
): readonly (readonly SecretKind[])[] {
  const batches: SecretKind[][] = [];
  let left = 0;
  for (const kind of kinds) {
    const taken = rows(kind);
    if (taken > left) {
      batches.push([]);
      left = most;
    }
    batches.at(-1)?.push(kind);
    left -= taken;
  }
  return batches;
}
