// The rules tab: what stands in for a person just now, and what is locked.
import type { Lock, TemporaryRule } from '../../../approval/approval.ts';
import { type ConsoleState, selectedRule } from '../model/state.ts';
import { labelled } from '../text/labelled.ts';
import { showText } from '../text/pieces.ts';
import type { Row } from '../text/row.ts';
import { scopeText, timeOfDay } from '../words.ts';
import type { Layout } from './layout.ts';
import { Rows } from './rows.tsx';

export function Rules({ state, layout }: { state: ConsoleState; layout: Layout }) {
  const { cols } = state.size;
  const selected = selectedRule(state);
  // The selected rule leads, so that it is seen however long the list is.
  const place = selected === null ? 0 : state.rules.indexOf(selected);
  const rules = state.rules.slice(Math.max(0, place - 1)).flatMap((rule) => ruleRows(rule, rule === selected, cols));
  const rows: Row[] = [
    ...state.locks.map(lockRow),
    ...(state.locks.length === 0 ? [] : [[]]),
    ...(rules.length === 0 ? [[{ text: 'no temporary rule is in force', style: 'dim' } as const]] : rules),
  ];
  return <Rows rows={rows} width={cols} height={layout.body} />;
}

function ruleRows(rule: TemporaryRule, isSelected: boolean, cols: number): Row[] {
  const where = rule.connection === null ? `until ${timeOfDay(rule.expires)} UTC` : 'one connection';
  const patterns = [...rule.runs, ...rule.effects.map(({ kind, pattern }) => `${kind} ${pattern}`)];
  return [
    [
      { text: isSelected ? '▸ ' : '  ', style: 'title' },
      {
        text: `${showText(rule.agent)} → ${showText(rule.target)} in ${showText(rule.cwd)}`,
        style: isSelected ? 'selected' : 'bold',
      },
      { text: `  ${where}, used ${rule.used} times, by ${showText(rule.by)}`, style: 'dim' },
    ],
    ...patterns.flatMap((pattern) => labelled('    ', pattern, cols)),
  ];
}

function lockRow({ scope, by, since, note }: Lock): Row {
  const why = note === null ? '' : `: ${showText(note)}`;
  return [
    { text: `locked: ${scopeText(scope)} by ${showText(by)} since ${timeOfDay(since)} UTC${why}`, style: 'danger' },
  ];
}
