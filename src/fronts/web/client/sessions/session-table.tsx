// The table of sessions. However many there are, only the rows that are seen are in the document.
import { useEffect } from 'react';
import type { Session } from '../../api.ts';
import { SafeText } from '../parts/safe-text.tsx';
import { useRows } from '../parts/use-rows.ts';
import { durationText, timeText } from '../parts/words.ts';
import { Link } from '../router.tsx';
import type { SessionFilter } from '../routing.ts';

type Sort = NonNullable<SessionFilter['sort']>;

const columns: readonly { readonly name: string; readonly sort?: Sort; readonly number?: true }[] = [
  { name: 'Start (UTC)', sort: 'opened' },
  { name: 'Identity', sort: 'identity' },
  { name: 'Owner' },
  { name: 'Target', sort: 'target' },
  { name: 'Duration', sort: 'duration', number: true },
  { name: 'Statements', sort: 'statements', number: true },
  { name: 'Denied', sort: 'denied', number: true },
  { name: 'Asked', sort: 'asked', number: true },
  { name: 'Masked', sort: 'masks', number: true },
  { name: 'Level' },
  { name: 'State' },
];

/** Pixels; the style sheet says the same. */
const rowHeight = 34;
const headHeight = 34;

interface SessionTableProps {
  readonly sessions: readonly Session[];
  readonly filter: SessionFilter;
  readonly complete: boolean;
  readonly onNearEnd: () => void;
}

export function SessionTable({ sessions, filter, complete, onNearEnd }: SessionTableProps) {
  const rows = useRows(sessions.length, rowHeight, headHeight);
  const nearEnd = !complete && rows.to >= sessions.length - 20;
  useEffect(() => {
    if (nearEnd) onNearEnd();
  }, [nearEnd, onNearEnd]);
  return (
    <div className="rows" ref={rows.box}>
      <table className="sessions" aria-rowcount={complete ? sessions.length + 1 : -1}>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map(({ name, sort, number }) => (
              <Head key={name} name={name} sort={sort} number={number === true} filter={filter} />
            ))}
          </tr>
        </thead>
        <tbody>
          <Spacer height={rows.above} />
          {sessions.slice(rows.from, rows.to).map((session, place) => (
            <SessionRow key={session.id} session={session} row={rows.from + place} />
          ))}
          <Spacer height={rows.below} />
        </tbody>
      </table>
    </div>
  );
}

interface HeadProps {
  readonly name: string;
  readonly sort: Sort | undefined;
  readonly number: boolean;
  readonly filter: SessionFilter;
}

function Head({ name, sort, number, filter }: HeadProps) {
  const className = number ? 'number' : undefined;
  if (sort === undefined) {
    return (
      <th scope="col" className={className}>
        {name}
      </th>
    );
  }
  const sorted = (filter.sort ?? 'opened') === sort;
  const order = filter.order ?? 'desc';
  const next = sorted && order === 'desc' ? 'asc' : 'desc';
  return (
    <th
      scope="col"
      className={className}
      aria-sort={sorted ? (order === 'desc' ? 'descending' : 'ascending') : undefined}
    >
      <Link to={{ page: 'sessions', filter: { ...filter, sort, order: next } }}>
        {name}
        <span aria-hidden="true">{sorted ? (order === 'desc' ? ' ↓' : ' ↑') : ''}</span>
      </Link>
    </th>
  );
}

function Spacer({ height }: { readonly height: number }) {
  return height === 0 ? null : (
    <tr className="spacer">
      <td colSpan={columns.length} style={{ height }} />
    </tr>
  );
}

function SessionRow({ session, row }: { readonly session: Session; readonly row: number }) {
  const { id, opened, identity, owner, target, statements, denied, asked, masks, level, state } = session;
  return (
    <tr aria-rowindex={row + 2}>
      <td>
        <Link to={{ page: 'session', id, statement: null }} row={row} className="open">
          {timeText(opened)}
        </Link>
      </td>
      <td>
        <SafeText text={identity} />
      </td>
      <td>
        <SafeText text={owner} />
      </td>
      <td>
        <SafeText text={target} />
      </td>
      <td className="number">{lastedText(session)}</td>
      <td className="number">{statements}</td>
      <Count of={denied} tone="denied" />
      <Count of={asked} tone="waiting" />
      <Count of={masks} tone="plain" />
      <td className="dim">{level}</td>
      <td>
        <span className={`state ${state}`}>{state}</span>
      </td>
    </tr>
  );
}

function Count({ of, tone }: { readonly of: number; readonly tone: 'denied' | 'waiting' | 'plain' }) {
  return <td className={`number ${of === 0 ? 'none' : tone}`}>{of}</td>;
}

function lastedText({ opened, closed, state }: Session): string {
  if (closed === null && state !== 'live') return 'unknown';
  return durationText(((closed === null ? Date.now() : Date.parse(closed)) - Date.parse(opened)) / 1000);
}
