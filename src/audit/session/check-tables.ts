// Whether the tables that lists and pages are made from say the same as the events.
import { canonicalJson, type Json } from '../../core/canonical-json.ts';
import type { MaskCounts } from '../../store/events.ts';
import type { SessionRow, StatementDetail } from '../../store/store.ts';
import type { Findings } from './findings.ts';
import type { RequestStory, Story } from './story.ts';

/** For sessions that have ended: the rows of a running one change while they are read. */
export function checkTables(
  story: Story,
  row: SessionRow,
  statements: readonly StatementDetail[],
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
      pty: opened.data.terminal !== null,
      recording: opened.data.recording,
      opened: opened.time,
      closed: end.time,
      state: end.type === 'closed' ? 'closed' : 'interrupted',
      status: end.type === 'closed' ? end.data.status : null,
      statements: submitted.length,
      denied: count(story, (type, decision) => denials.has(type) || (type === 'decided' && decision === 'deny')),
      asked: count(story, (type) => type === 'asked'),
      masks: submitted.map(masksOf).reduce((total, masks) => total + sum(masks), 0),
    };
    compare(row, said, 'the list of sessions', findings);
  }
  const rows = new Map(statements.map((statement) => [statement.request, statement]));
  for (const told of submitted) {
    const { request } = told;
    const written = rows.get(request);
    if (written === undefined) findings.breaks('table', `${request} is not in the list of statements`);
    else compare(written, saidOf(told), `the list of statements on ${request}`, findings);
    rows.delete(request);
  }
  for (const request of rows.keys()) findings.breaks('table', `no event tells of ${request} in the list of statements`);
}

const denials: ReadonlySet<string> = new Set(['denied', 'withheld']);

/** How asking a person may end. */
const endings = ['approved', 'denied', 'expired', 'cancelled', 'superseded', 'interrupted'] as const;
type Ending = (typeof endings)[number];

function saidOf(told: RequestStory): Partial<StatementDetail> {
  const { events, first } = told;
  const [submitted, decided, asked, started, finished] = [
    first('submitted'),
    first('decided'),
    first('asked'),
    first('started'),
    first('finished'),
  ];
  const person = events.findLast((event) => event.type === 'approved' || event.type === 'denied') ?? null;
  const ended = asked === null ? null : (events.findLast(({ type }) => endings.includes(type as Ending)) ?? null);
  return {
    sequence: submitted?.data.sequence ?? 0,
    text: submitted?.data.statement.text ?? '',
    submitted: submitted?.time ?? null,
    decision: decided?.data.decision ?? null,
    rules: decided?.data.rules ?? [],
    say: first('withheld')?.data.say ?? decided?.data.say ?? '',
    by: person?.data.by ?? first('spent')?.data.approvers[0] ?? null,
    note: person?.data.note ?? null,
    asked: asked?.time ?? null,
    ended: ended?.time ?? null,
    ending: asked === null ? null : ((ended?.type as Ending | undefined) ?? 'pending'),
    started: started?.time ?? null,
    offset: started?.data.offset ?? null,
    sha256: started?.data.sha256 ?? null,
    finished: finished?.time ?? null,
    status: finished?.data.status ?? null,
    printed: finished === null ? null : finished.data.stdout.bytes + finished.data.stderr.bytes,
    masks: masksOf(told),
  };
}

function masksOf({ first }: RequestStory): MaskCounts {
  const total: Record<string, number> = { ...first('submitted')?.data.statement.masks };
  for (const [rule, times] of Object.entries(first('finished')?.data.masks ?? {})) {
    total[rule] = (total[rule] ?? 0) + times;
  }
  return total;
}

const sum = (masks: MaskCounts) => Object.values(masks).reduce((total, times) => total + times, 0);

function count({ events }: Story, counts: (type: string, decision: unknown) => boolean): number {
  return events.filter(({ type, data }) => counts(type, (data as { readonly decision?: unknown }).decision)).length;
}

function compare<Row extends object>(row: Row, said: Partial<Row>, where: string, findings: Findings): void {
  const differs = (name: keyof Row) => canonicalJson(row[name] as Json) !== canonicalJson(said[name] as Json);
  const differing = (Object.keys(said) as (keyof Row)[]).filter(differs);
  if (differing.length > 0) findings.breaks('table', `${where} differs from its events in: ${differing.join(', ')}`);
}
