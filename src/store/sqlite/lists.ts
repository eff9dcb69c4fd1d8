// The session list and the statements of a session, page by page, as people look through them.
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { MaskCounts } from '../events.ts';
import type { SessionPage, SessionQuestion, SessionSort, StatementDetail, StoreReader } from '../store.ts';
import { SESSION, toSession } from './queries.ts';

/** What each order is by. A live session lasts longer than all that have ended, and longer than a younger one. */
const keys: Readonly<Record<SessionSort, string>> = {
  opened: 'opened',
  duration: 'coalesce(milliseconds, 9007199254740991 - unixepoch(opened))',
  statements: 'statements',
  denied: 'denied',
  asked: 'asked',
  masks: 'masks',
  identity: 'identity',
  target: 'target',
};

export function createLists(database: DatabaseSync): Pick<StoreReader, 'sessionPage' | 'statementPage'> {
  const statements = database.prepare(`SELECT statements.request, statements.session, sequence, text, decision, started,
    finished, status, statements.state, "offset", sha256, submitted, rules, say, approver, printed, masked_text,
    masked_output, requests."by", requests.note, requests.asked, requests.ended, requests.state AS asking
    FROM statements LEFT JOIN requests USING (request)
    WHERE statements.session = ? AND sequence > ? ORDER BY sequence LIMIT ?`);

  return {
    sessionPage(question) {
      const { where, values } = conditions(question);
      const key = keys[question.sort];
      const order = question.order === 'asc' ? 'ASC' : 'DESC';
      const rows = database
        .prepare(`SELECT ${SESSION}, ${key} AS sorted FROM sessions WHERE ${where}
          ORDER BY ${key} ${order}, id ${order} LIMIT ?`)
        .all(...values, question.limit + 1);
      return pageOf(rows, question.limit);
    },
    statementPage: (session, after, limit) => statements.all(session, after, limit).map(detailOf),
  };
}

function conditions({
  targets,
  identity,
  owner,
  target,
  state,
  had,
  after,
  before,
  sort,
  order,
  beyond,
}: SessionQuestion) {
  const where: string[] = [];
  const values: SQLInputValue[] = [];
  const need = (sql: string, ...needed: SQLInputValue[]) => {
    where.push(sql);
    values.push(...needed);
  };
  need(targets.map(() => 'target GLOB ?').join(' OR ') || 'FALSE', ...targets.map(globOf));
  if (identity !== undefined) need('identity = ?', identity);
  if (owner !== undefined) need('owner = ?', owner);
  if (target !== undefined) need('target = ?', target);
  if (state !== undefined) need('state = ?', state);
  if (had !== undefined) need(`${had === 'masked' ? 'masks' : had} > 0`);
  if (after !== undefined) need('opened >= ?', after);
  if (before !== undefined) need('opened < ?', before);
  if (beyond !== null) need(`(${keys[sort]}, id) ${order === 'asc' ? '>' : '<'} (?, ?)`, beyond.value, beyond.id);
  return { where: where.map((sql) => `(${sql})`).join(' AND '), values };
}

/** Only `*` stands for more than itself. */
const globOf = (pattern: string) => pattern.replace(/[?[]/g, '[$&]');

function pageOf(rows: readonly Record<string, unknown>[], limit: number): SessionPage {
  const kept = rows
    .slice(0, limit)
    .map(({ sorted, ...row }) => ({ sorted: sorted as string | number, row: toSession(row) }));
  const last = rows.length > limit ? kept.at(-1) : undefined;
  return {
    rows: kept.map(({ row }) => row),
    next: last === undefined ? null : { value: last.sorted, id: last.row.id },
  };
}

function detailOf(row: Record<string, unknown>): StatementDetail {
  const { rules, approver, masked_text: inText, masked_output: inOutput, asking, by, ...rest } = row;
  return {
    ...(rest as unknown as Omit<StatementDetail, 'rules' | 'masks' | 'by' | 'ending'>),
    rules: JSON.parse(rules as string) as string[],
    by: (by ?? approver) as string | null,
    masks: sum(JSON.parse(inText as string) as MaskCounts, JSON.parse(inOutput as string) as MaskCounts),
    ending: asking as StatementDetail['ending'],
  };
}

function sum(one: MaskCounts, other: MaskCounts): MaskCounts {
  const total: Record<string, number> = { ...one };
  for (const [rule, count] of Object.entries(other)) total[rule] = (total[rule] ?? 0) + count;
  return total;
}
