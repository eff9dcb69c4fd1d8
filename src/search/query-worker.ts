// Worker thread: searches the index, read-only. It is ended from outside when a search takes too long.
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { idsPerMillisecond, openIndexToSearch } from './index-file.ts';
import type { ReadQuery } from './query.ts';
import type { SearchHit, SnippetPiece } from './search.ts';
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

// Private use: what was found stands between the two.
const opening = '\ue000';
const closing = '\ue001';
/** Tokens of a snippet, and characters of a piece around what was found. */
const tokens = 24;
const longestPiece = 200;

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

  const snippet = (column: 0 | 1) => `snippet(words, ${column}, '${opening}', '${closing}', '…', ${tokens})`;
  const sql =
    match === null
      ? `SELECT ${columns}, substr(statement, 1, ${longestPiece}) AS inStatement, '' AS inOutput FROM statements`
      : `SELECT ${columns}, ${snippet(0)} AS inStatement, ${snippet(1)} AS inOutput
        FROM words JOIN statements ON statements.id = words.rowid`;
  const rows = database
    .prepare(`${sql} WHERE ${conditions.join(' AND ')} ORDER BY ${id} DESC LIMIT ?`)
    .all(...values, limit + 1) as unknown as Row[];
  const hits = rows.slice(0, limit);
  return { hits: hits.map(hitOf), last: rows.length > limit ? (hits.at(-1)?.id ?? null) : null };
}

interface Row extends Omit<SearchHit, 'found' | 'snippet'> {
  readonly id: number;
  readonly inStatement: string;
  readonly inOutput: string;
}

function hitOf({ id: _, inStatement, inOutput, ...facts }: Row): SearchHit {
  const found = inStatement.includes(opening) || !inOutput.includes(opening) ? 'statement' : 'output';
  return { ...facts, found, snippet: piecesOf(found === 'statement' ? inStatement : inOutput) };
}

function piecesOf(snippet: string): SnippetPiece[] {
  const pieces = snippet.split(/([\ue000\ue001])/);
  let hit = false;
  return pieces.flatMap((text): SnippetPiece[] => {
    if (text === opening || text === closing) hit = text === opening;
    else if (text !== '') return [{ text: shorten(text, hit), hit }];
    return [];
  });
}

/** A token may be as long as a file. */
function shorten(text: string, hit: boolean): string {
  if (text.length <= longestPiece) return text;
  const half = longestPiece / 2;
  return `${text.slice(0, hit ? longestPiece : half)}…${hit ? '' : text.slice(-half)}`.toWellFormed();
}

/** Only `*` has a meaning. */
function globOf(pattern: string): string {
  return pattern.replace(/[[?]/g, '[$&]');
}

answerCalls(parentPort, search);
