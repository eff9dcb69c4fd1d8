// Dialogs as rows above the key line.
import { type ConsoleState, type Dialog, type SimilarDialog, selectedCard } from '../model/state.ts';
import { cutPieces } from '../text/lines.ts';
import { showPieces, showText } from '../text/pieces.ts';
import type { Row } from '../text/row.ts';
import { ruleScopeText, scopeText } from '../words.ts';

export function dialogRows(state: ConsoleState): Row[] {
  const { dialog, size } = state;
  if (dialog === null || dialog.kind === 'help') return [];
  return [
    [{ text: '─'.repeat(size.cols), style: 'dim' }],
    ...rowsOf(dialog, size.cols, selectedCard(state)?.highRisk === true),
  ];
}

function rowsOf(dialog: Exclude<Dialog, { kind: 'help' }>, width: number, highRisk: boolean): Row[] {
  switch (dialog.kind) {
    case 'word': {
      const why = highRisk ? 'high risk' : 'not read to its end';
      return [
        [{ text: `${why}. Type the word approve, then Enter; Esc leaves`, style: 'danger' }],
        field('approve? ', dialog.typed, width),
      ];
    }
    case 'note':
      return [
        [
          {
            text: `${dialog.decision === 'deny' ? 'why not' : 'note'}? The agent is told. Enter sends, Esc leaves`,
            style: 'warning',
          },
        ],
        field(`${dialog.decision}: `, dialog.typed, width),
      ];
    case 'kill':
      return [
        [{ text: `kill the session ${showText(dialog.label)} and every process of it?`, style: 'danger' }],
        [{ text: 'y kills, any other key leaves', style: 'dim' }],
      ];
    case 'filter':
      return [
        [{ text: 'show only what holds these words. Enter keeps, Esc leaves', style: 'dim' }],
        field('/', dialog.typed, width),
      ];
    case 'lock':
      return dialog.options
        .slice(Math.max(0, dialog.at - 5), Math.max(6, dialog.at + 1))
        .map(({ scope, locks }): Row => {
          const isSelected = dialog.options[dialog.at]?.scope === scope;
          return [
            { text: isSelected ? '▸ ' : '  ', style: 'title' },
            {
              text: `${locks ? 'lock' : 'unlock'} ${scopeText(scope)}`,
              style: isSelected ? 'selected' : locks ? 'danger' : 'good',
            },
          ];
        });
    case 'similar':
      return similarRows(dialog, width);
  }
}

function similarRows({ rows, at, editing, scope, cwd, covers }: SimilarDialog, width: number): Row[] {
  const shown = rows.slice(Math.max(0, at - 4), Math.max(5, at + 1));
  return [
    [{ text: `allow, without asking, in ${cutPieces(showPieces(cwd), width - 27)}:`, style: 'warning' }],
    ...shown.map((row): Row => {
      const isSelected = row === rows[at];
      const text = `${row.kind.padEnd(8)}${showText(row.pattern)}${editing && isSelected ? '▏' : ''}`;
      return [
        { text: `${isSelected ? '▸ ' : '  '}${row.on ? '[x] ' : '[ ] '}`, style: 'title' },
        { text, style: isSelected ? 'selected' : row.on ? 'plain' : 'dim' },
      ];
    }),
    [
      { text: 'for ', style: 'dim' },
      { text: `◂ ${ruleScopeText(scope)} ▸`, style: 'bold' },
      { text: '  Enter grants, space leaves out, e narrows, Esc leaves', style: 'dim' },
    ],
    [
      {
        text: cutPieces(showPieces(`would have covered ${covers.length}: ${covers.join(' · ')}`), width),
        style: 'dim',
      },
    ],
  ];
}

/** What is being typed; its end stays in sight. */
function field(label: string, typed: string, width: number): Row {
  const pieces = showPieces(typed);
  let room = width - label.length - 2;
  let first = pieces.length;
  while (first > 0 && room >= (pieces[first - 1]?.width ?? 0)) {
    first -= 1;
    room -= pieces[first]?.width ?? 0;
  }
  const shown = pieces
    .slice(first)
    .map(({ shown }) => shown)
    .join('');
  return [{ text: label, style: 'bold' }, { text: shown }, { text: '▏', style: 'title' }];
}
