// The only way text of the outside gets onto the page: as text, never as markup or a link, with what cannot be seen
// made visible and its letters kept in the order they are stored in (style `safe`).
import { signName, type VisiblePiece, visibleLines, visiblePieces } from './visible.ts';

interface SafeTextProps {
  readonly text: string;
  /** UTF-16 units that are shown; a row has no room for more. */
  readonly most?: number;
}

/** In a line: newlines are signs too. */
export function SafeText({ text, most = 400 }: SafeTextProps) {
  const cut = text.length > most;
  return (
    <bdi className="safe" dir="ltr">
      <Pieces pieces={visiblePieces(cut ? text.slice(0, most) : text)} />
      {cut ? '…' : null}
    </bdi>
  );
}

/** As a block of its own: every newline is a sign and ends a line. */
export function SafeBlock({ text, className = '' }: { readonly text: string; readonly className?: string }) {
  return (
    <div className={`safe block ${className}`} dir="ltr">
      {visibleLines(text).map((pieces, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line has no name but its place
        <div key={line}>
          <Pieces pieces={pieces} />
        </div>
      ))}
    </div>
  );
}

function Pieces({ pieces }: { readonly pieces: readonly VisiblePiece[] }) {
  return pieces.map((piece, place) =>
    piece.sign ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: a piece has no name but its place
      <span key={place} className="sign">
        {signName(piece.text)}
      </span>
    ) : (
      piece.text
    ),
  );
}
