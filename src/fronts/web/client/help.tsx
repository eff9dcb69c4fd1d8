// The page behind `?`.
import { PageDialog } from './parts/dialog.tsx';

const keys: readonly (readonly [string, string])[] = [
  ['/', 'search'],
  ['j k or ↓ ↑', 'move in a list'],
  ['Enter', 'open what has the focus'],
  ['[ ]', 'the statement before, after (session)'],
  ['p', 'play or pause (session)'],
  ['c', 'copy the statement (session)'],
  ['a d', 'approve, deny (requests, operators)'],
  ['?', 'this help'],
  ['Esc', 'leave a dialog with nothing done'],
];

export function HelpDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <PageDialog title="Keys" onClose={onClose}>
      <dl className="keys">
        {keys.map(([key, does]) => (
          <div key={key}>
            <dt>{key}</dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <p className="dim">
        <span className="sign">ESC</span> <span className="sign">⏎</span> <span className="sign">⇥</span> and{' '}
        <span className="sign">{'<U+202E>'}</span> stand for characters that cannot be seen. Times are UTC. Text of
        agents is never a link here.
      </p>
    </PageDialog>
  );
}
