// The state table of the escape parser: for each state and code point, what to do and where to go. Rules are written as
// ranges; a later rule overrides an earlier one. After Paul Williams' VT500 parser, with SS3 and the ends of strings
// as states of their own.

const states = [
  'ground',
  'escape',
  'escapeIntermediate',
  'csiEntry',
  'csiParameter',
  'csiIntermediate',
  'csiIgnore',
  'ss3',
  'dcsEntry',
  'dcsParameter',
  'dcsIntermediate',
  'dcsPassthrough',
  'dcsIgnore',
  'osc',
  'string',
  'stringEscape',
  'dcsIgnoreEscape',
] as const;
export type State = (typeof states)[number];

export type Action =
  | 'none'
  | 'print'
  | 'execute'
  | 'clear'
  | 'openString'
  | 'mark'
  | 'parameter'
  | 'collect'
  | 'escape'
  | 'csi'
  | 'ss3'
  | 'hook'
  | 'put'
  | 'endString';

type Step = readonly [Action, State];
/** By state, then code point; everything from U+00A0 on shares the last place. */
export type Table = ReadonlyMap<State, readonly Step[]>;
const width = 0xa1;

export function lookUp(table: Table, state: State, code: number): Step {
  return table.get(state)?.[Math.min(code, width - 1)] ?? ['none', 'ground'];
}

function buildTable(direction: 'input' | 'output'): Table {
  const table = new Map<State, Step[]>();
  const rule = (from: State, ranges: string, action: Action, to: State = from): void => {
    const row = table.get(from) ?? [];
    table.set(from, row);
    for (const range of ranges.split(' ')) {
      const [first = 0, last = first] = range.split('-').map((end) => Number.parseInt(end, 16));
      for (let code = first; code <= last; code++) row[code] = [action, to];
    }
  };
  const c0 = '00-17 19 1c-1f';
  const strings: readonly State[] = ['dcsPassthrough', 'osc', 'string'];
  const inString = (state: State): boolean => strings.includes(state) || state === 'dcsIgnore';

  for (const state of states) {
    rule(state, '00-a0', 'none');
    rule(state, c0, 'execute');
    rule(state, '18 1a 80-8e 91-97 99 9a', 'execute', 'ground');
    rule(state, '1b', 'clear', 'escape');
    rule(state, '8f', 'clear', 'ss3');
    rule(state, '90', 'clear', 'dcsEntry');
    rule(state, '9b', 'clear', 'csiEntry');
    rule(state, '98 9d-9f', 'openString', 'string');
    rule(state, '9d', 'openString', 'osc');
    rule(state, '9c', 'none', 'ground');
    if (!inString(state)) rule(state, 'a0', 'print', 'ground');
  }

  rule('ground', '20-7e a0', 'print');
  rule('ground', '7f', 'execute');

  for (const state of ['escape', 'stringEscape', 'dcsIgnoreEscape'] as const) {
    rule(state, c0, 'execute', 'escape');
    rule(state, '7f', 'none', 'escape');
    rule(state, '20-2f', 'collect', 'escapeIntermediate');
    rule(state, '30-7e', 'escape', 'ground');
    rule(state, '4f', 'clear', 'ss3');
    rule(state, '50', 'clear', 'dcsEntry');
    rule(state, '58 5e 5f', 'openString', 'string');
    rule(state, '5b', 'clear', 'csiEntry');
    rule(state, '5d', 'openString', 'osc');
  }
  rule('escapeIntermediate', '20-2f', 'collect');
  rule('escapeIntermediate', '30-7e', 'escape', 'ground');

  rule('csiEntry', '3c-3f', 'mark', 'csiParameter');
  rule('csiParameter', '3c-3f', 'none', 'csiIgnore');
  for (const state of ['csiEntry', 'csiParameter'] as const) {
    rule(state, '20-2f', 'collect', 'csiIntermediate');
    rule(state, '30-3b', 'parameter', 'csiParameter');
    rule(state, '40-7e', 'csi', 'ground');
  }
  rule('csiIntermediate', '20-2f', 'collect');
  rule('csiIntermediate', '30-3f', 'none', 'csiIgnore');
  rule('csiIntermediate', '40-7e', 'csi', 'ground');
  rule('csiIgnore', '40-7e', 'none', 'ground');

  rule('ss3', '20-2f', 'none', 'ground');
  rule('ss3', '30-3f', 'parameter');
  rule('ss3', '40-7e', 'ss3', 'ground');

  rule('dcsEntry', '3c-3f', 'mark', 'dcsParameter');
  rule('dcsParameter', '3c-3f', 'none', 'dcsIgnore');
  for (const state of ['dcsEntry', 'dcsParameter'] as const) {
    rule(state, '20-2f', 'collect', 'dcsIntermediate');
    rule(state, '30-3b', 'parameter', 'dcsParameter');
  }
  rule('dcsIntermediate', '20-2f', 'collect');
  rule('dcsIntermediate', '30-3f', 'none', 'dcsIgnore');
  for (const state of ['dcsEntry', 'dcsParameter', 'dcsIntermediate'] as const) {
    rule(state, c0, 'none');
    rule(state, '40-7e', 'hook', 'dcsPassthrough');
    rule(state, 'a0', 'none', 'dcsIgnore');
  }
  rule('dcsIgnore', c0, 'none');
  rule('dcsIgnore', '1b', 'none', 'dcsIgnoreEscape');
  rule('dcsIgnoreEscape', '5c', 'none', 'ground');

  for (const state of strings) {
    rule(state, c0, state === 'dcsPassthrough' ? 'put' : 'none');
    rule(state, '20-7e a0', 'put');
    rule(state, '1b', 'none', 'stringEscape');
    rule(state, '9c', 'endString', 'ground');
  }
  rule('osc', '07', 'endString', 'ground');
  rule('stringEscape', '5c', 'endString', 'ground');

  if (direction === 'input') {
    for (const state of states) {
      if (state !== 'ground') rule(state, `${c0} 7f`, 'execute', 'ground');
    }
    rule('osc', '07', 'endString', 'ground');
    // ESC, then anything that opens no sequence: that key with alt.
    for (const state of ['escape', 'stringEscape', 'dcsIgnoreEscape'] as const) {
      rule(state, `${c0} 20-2f 7f a0`, 'escape', 'ground');
    }
    // The Linux console's F1 to F5: ESC [ [ and a letter.
    rule('csiEntry', '5b', 'none', 'csiIgnore');
  }
  return table;
}

const tables = { input: buildTable('input'), output: buildTable('output') };

export function tableFor(direction: 'input' | 'output'): Table {
  return tables[direction];
}
