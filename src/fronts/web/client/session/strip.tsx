// The whole session in one line: verdicts as colours, waits for a person as gaps, and where the player is.
import { type MouseEvent, useEffect, useMemo, useState } from 'react';
import { durationText } from '../parts/words.ts';
import { type Spanned, stripParts } from './strip-parts.ts';

const columns = 1000;
const height = 24;

interface StripProps {
  readonly statements: readonly Spanned[];
  /** ms since 1970. */
  readonly opened: number;
  /** Seconds of the session so far. */
  readonly length: number;
  /** Where the player is, seconds of the recording; null when there is none. */
  readonly place: (() => number) | null;
  readonly onPick: (seconds: number) => void;
}

export function Strip({ statements, opened, length, place, onPick }: StripProps) {
  const parts = useMemo(() => stripParts(statements, opened, length, columns), [statements, opened, length]);
  const [head, setHead] = useState<number | null>(null);
  useEffect(() => {
    if (place === null) return setHead(null);
    const look = () => setHead(Math.round((place() / Math.max(length, 0.001)) * columns));
    look();
    const timer = setInterval(look, 200);
    return () => clearInterval(timer);
  }, [place, length]);
  function pick(event: MouseEvent<SVGSVGElement>) {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    onPick(((event.clientX - left) / width) * length);
  }
  return (
    <figure className="strip">
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: keys have the list of statements, which says more */}
      <svg
        viewBox={`0 0 ${columns} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`The session's ${durationText(length)} in the colours of its verdicts`}
        onClick={pick}
      >
        <title>Click to go there</title>
        <defs>
          <pattern id="waiting" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <line x1="0" y1="0" x2="0" y2="6" className="hatch" />
          </pattern>
        </defs>
        {parts.map(({ sequence, kind, tone, from, width }) => (
          <rect
            key={`${sequence} ${kind}`}
            className={`${kind} ${tone}`}
            x={from}
            y={kind === 'wait' ? 8 : 2}
            width={width}
            height={kind === 'wait' ? 8 : 20}
          />
        ))}
        {head === null ? null : (
          <rect className="head" x={Math.min(head, columns - 2)} y="0" width="2" height={height} />
        )}
      </svg>
      <figcaption>
        {(['allowed', 'approved', 'denied', 'lapsed'] as const).map((tone) => (
          <span key={tone} className={`key ${tone}`}>
            {tone}
          </span>
        ))}
        <span className="key wait">waited for a person</span>
        <span className="dim">{durationText(length)}</span>
      </figcaption>
    </figure>
  );
}
