// The statements of a session, beside the player: the one that plays is marked and kept in sight.
import { useEffect, useEffectEvent } from 'react';
import type { Statement } from '../../api.ts';
import { SafeText } from '../parts/safe-text.tsx';
import { useRows } from '../parts/use-rows.ts';
import { Verdict } from '../parts/verdict.tsx';
import { durationText, sizeText, toneOf } from '../parts/words.ts';
import { Link } from '../router.tsx';

/** Pixels; the style sheet says the same. */
const rowHeight = 54;

interface StatementListProps {
  readonly session: string;
  readonly statements: readonly Statement[];
  /** Sequence of the statement that plays or was chosen. */
  readonly current: number | null;
  readonly onPick: (sequence: number) => void;
}

export function StatementList({ session, statements, current, onPick }: StatementListProps) {
  const rows = useRows(statements.length, rowHeight);
  const scrollTo = useEffectEvent(rows.scrollTo);
  // Also once the statement is here: a deep link comes before its list.
  const row = statements.findIndex(({ sequence }) => sequence === current);
  useEffect(() => {
    if (row >= 0) scrollTo(row);
  }, [row]);
  return (
    <div className="rows statements" ref={rows.box}>
      <ol aria-label="Statements" style={{ paddingTop: rows.above, paddingBottom: rows.below }}>
        {statements.slice(rows.from, rows.to).map((statement, place) => (
          <li
            key={statement.sequence}
            className={toneOf(statement)}
            aria-current={statement.sequence === current ? 'step' : undefined}
          >
            {/* Picked again, it is sought again: the address alone would not change. */}
            {/* biome-ignore lint/a11y/noStaticElementInteractions: the click bubbles from the link in it */}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: Enter on the link is a click */}
            <div onClick={() => onPick(statement.sequence)}>
              <Link
                to={{ page: 'session', id: session, statement: statement.sequence }}
                row={rows.from + place}
                replace
              >
                <span className="text">
                  <span className="dim">{statement.sequence}</span> <SafeText text={statement.text} most={160} />
                </span>
                <Facts statement={statement} />
              </Link>
            </div>
          </li>
        ))}
      </ol>
    </div>
  );
}

function Facts({ statement }: { readonly statement: Statement }) {
  const { by, rules, status, printed, started, finished, masks, outcome } = statement;
  const masked = Object.values(masks).reduce((sum, count) => sum + count, 0);
  return (
    <span className="facts">
      <Verdict of={statement} />
      {by === null ? null : (
        <span>
          by <SafeText text={by} most={24} />
        </span>
      )}
      {rules[0] === undefined ? null : (
        <span className="rule">
          <SafeText text={rules[0]} most={40} />
        </span>
      )}
      {outcome === 'running' ? <span>running</span> : null}
      {status === null ? null : <span className={status === 0 ? '' : 'failed'}>exit {status}</span>}
      {started === null || finished === null ? null : (
        <span>{durationText((Date.parse(finished) - Date.parse(started)) / 1000)}</span>
      )}
      {printed === null ? null : <span>{sizeText(printed)}</span>}
      {masked === 0 ? null : <span className="masked">{masked} masked</span>}
    </span>
  );
}
