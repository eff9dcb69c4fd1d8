// Every kind that the corpora know, printed by a real program: nothing of it is anywhere.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { startBroker } from '../support/broker.ts';
import { keptByBroker, placesOf } from '../support/leaks.ts';
import { ssh } from '../support/ssh-client.ts';

interface Row {
  readonly kind: string;
  readonly text: string;
  readonly secrets: readonly string[];
}

const fixtures = new URL('../fixtures/redaction/', import.meta.url);
const rows = ['regression.jsonl.gz', 'families.jsonl.gz'].flatMap((name) =>
  gunzipSync(readFileSync(new URL(name, fixtures)))
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Row),
);
/** One row of each kind; the broker's own log writes JSON, so a value that JSON writes otherwise is looked for in both forms. */
const each = [...new Map(rows.filter(({ secrets }) => secrets.length > 0).map((row) => [row.kind, row])).values()];

it('prints every kind and shows none of it: agent, recording, database, search index, log', async () => {
  const yaml = readFileSync(new URL('evaluation.yaml', fixtures), 'utf8');
  const broker = await startBroker({ config: yaml.slice(yaml.indexOf('\nredaction:')) });
  for (const [index, { text }] of each.entries()) {
    writeFileSync(join(broker.workspace, `${index}.txt`), `${text}\n\n`, { mode: 0o644 });
  }
  const input = each.map((_, index) => `cat ${index}.txt`).join('\n');
  const scripted = await ssh({ ...broker.as('coder'), input: `${input}\n` });
  const typed = await ssh({ ...broker.as('coder'), options: ['-tt'], args: ['cat $(ls *.txt | sort -n)'] });
  expect(scripted.status).toBe(0);
  expect(scripted.stdout.toString()).toContain('‹');
  const agent = Buffer.concat([scripted.stdout, scripted.stderr, typed.stdout]).toString('latin1');
  const places = new Map([['agent', agent], ...keptByBroker(broker)]);
  const shown = each.flatMap(({ kind, secrets }) =>
    secrets.flatMap((secret) => placesOf(secret, places).map((place) => `${kind} in ${place}`)),
  );
  expect(shown).toEqual([]);
  expect(each.length).toBeGreaterThan(200);
});
