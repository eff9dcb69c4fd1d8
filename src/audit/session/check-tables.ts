// Whether the tables that lists and pages are made from say the same as the events.
import type { SessionRow, StatementRow } from '../../store/store.ts';
import type { Findings } from './findings.ts';
import type { Story } from './story.ts';

/** For sessions that have ended: the rows of a running one change while they are read. */
export function checkTables(
  story: Story,
  row: SessionRow,
  statements: readonly StatementRow[],
  findings: Findings,
): void {
  const { opened, end, requests } = story;
  const submitted = requests.filter(({ first }) => first('submitted') !== null);
  if (opened !== null && end !== null) {
    const said: Partial<SessionRow> = {
      identity: opened.identity,
      target: opened.target,
      owner: opened.data.owner,
      mode: opened.data.mode,
      level: opened.data.level,
      recording: opened.data.recording,
      opened: opened.time,
      closed: end.time,
      state: end.type === 'closed' ? 'closed' : 'interrupted',
      statements: submitted.length,
    };
    compare(row, said, 'the list of sessions', findings);
  }
  const rows = new Map(statements.map((statement) => [statement.request, statement]));
  for (const { request, first } of submitted) {
    const [start, finish] = [first('started'), first('finished')];
    const said: Partial<StatementRow> = {
      sequence: first('submitted')?.data.sequence ?? 0,
      text: first('submitted')?.data.statement.text ?? '',
      decision: first('decided')?.data.decision ?? null,
      started: start?.time ?? null,
      offset: start?.data.offset ?? null,
      sha256: start?.data.sha256 ?? null,
      finished: finish?.time ?? null,
      status: finish?.data.status ?? null,
    };
    const written = rows.get(request);
    if (written === undefined) findings.breaks('table', `${request} is not in the list of statements`);
    else compare(written, said, `the list of statements on ${request}`, findings);
    rows.delete(request);
  }
  for (const request of rows.keys()) findings.breaks('table', `no event tells of ${request} in the list of statements`);
}

function compare<Row extends object>(row: Row, said: Partial<Row>, where: string, findings: Findings): void {
  const differing = (Object.keys(said) as (keyof Row)[]).filter((name) => row[name] !== said[name]);
  if (differing.length > 0) findings.breaks('table', `${where} differs from its events in: ${differing.join(', ')}`);
}
