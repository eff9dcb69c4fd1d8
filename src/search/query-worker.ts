// Worker thread: searches the index, read-only. It is ended from outside when a search takes too long.
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { idsPerMillisecond, openIndexToSearch } from './index-file.ts';
import type { ReadQuery } from './query.ts';
import type { SearchHit } from './search.ts';
import { beginningOf, finderOf, snippetOf } from './snippet.ts';
import { answerCalls } from './worker-calls.ts';

export interface QueryCall {
  readonly query: ReadQuery;
  /** Target patterns the viewer may see. */
  readonly targets: readonly string[];
  readonly limit: number;
  /** Rows of smaller ids only; null from the newest. */
  readonly below: number | null;
}

export interface QueryAnswer {
  readonly hits: readonly SearchHit[];
  /** Id of the last hit when there are more; else null. */
  readonly last: number | null;
}

let database: DatabaseSync | null = null;

const columns = 'id, session, request, sequence, identity, target, time, decision, moment, statements.statement';

function search({ query, targets, limit, below }: QueryCall): QueryAnswer {
  database ??= openIndexToSearch((workerData as { readonly file: string }).file);
  const values: SQLInputValue[] = [];
  const conditions: string[] = [];
  const demand = (condition: string, ...bound: readonly SQLInputValue[]) => {
    conditions.push(condition);
    values.push(...bound);
  };
  const demandAny = (condition: string, bound: readonly SQLInputValue[]) =>
    demand(bound.length === 0 ? 'FALSE' : `(${bound.map(() => condition).join(' OR ')})`, ...bound);

  const { match, after, before } = query;
  const id = match === null ? 'statements.id' : 'words.rowid';
  if (match !== null) demand('words MATCH ?', match);
  if (below !== null) demand(`${id} < ?`, below);
  if (after !== null) demand(`${id} >= ?`, after * idsPerMillisecond);
  if (before !== null) demand(`${id} < ?`, before * idsPerMillisecond);
  demandAny('target GLOB ?', targets.map(globOf));
  for (const target of query.targets) demand('target GLOB ?', globOf(target));
  for (const agent of query.agents) demand('identity GLOB ?', globOf(agent));
  for (const rule of query.rules) demand('rules GLOB ?', `*\n${globOf(rule)}\n*`);
  for (const request of query.requests) demand('request = ?', request);
  for (const session of query.sessions) demand('session = ?', session);
  for (const { column, value } of query.verdicts) demand(`${column} = ?`, value);

  const from = match === null ? 'statements' : 'words JOIN statements ON statements.id = words.rowid';
  const rows = database
    .prepare(`SELECT ${columns} FROM ${from} WHERE ${conditions.join(' AND ')} ORDER BY ${id} DESC LIMIT ?`)
    .all(...values, limit + 1) as unknown as Row[];
  const hits = rows.slice(0, limit);
  const finder = finderOf(query.phrases);
  const output = database.prepare('SELECT output FROM outputs WHERE id = ?');
  const outputOf = (row: number) => output.get(row)?.output as string;
  return {
    hits: hits.map((row) => hitOf(row, finder, outputOf)),
    last: rows.length > limit ? (hits.at(-1)?.id ?? null) : null,
  };
}

interface Row extends Omit<SearchHit, 'found' | 'snippet'> {
  readonly id: number;
}

function hitOf({ id, ...facts }: Row, finder: RegExp | null, outputOf: (id: number) => string): SearchHit {
  const { statement } = facts;
  const inStatement = finder && snippetOf(statement, finder);
  const inOutput = finder && inStatement === null ? snippetOf(outputOf(id), finder) : null;
  if (inOutput !== null) return { ...facts, found: 'output', snippet: inOutput };
  return { ...facts, found: 'statement', snippet: inStatement ?? beginningOf(statement) };
}

/** Only `*` has a meaning. */
function globOf(pattern: string): string {
  return pattern.replace(/[[?]/g, '[$&]');
}

answerCalls(parentPort, search);
