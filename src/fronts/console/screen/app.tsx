// The full-screen console: header, one of the tabs, dialog, notice, keys. Keys go to the model, the model is drawn.
import { Box, Text, useApp, useInput, usePaste } from 'ink';
import { useEffect, useSyncExternalStore } from 'react';
import { dialogRowCount } from '../model/dialog-size.ts';
import type { ConsoleModel } from '../model/model.ts';
import { type ConsoleState, isTooSmall, smallest } from '../model/state.ts';
import { dialogRows } from './dialog-rows.ts';
import { Footer, Header } from './frame.tsx';
import { helpRows } from './help.ts';
import { readKey } from './keys.ts';
import { layOut } from './layout.ts';
import { Requests } from './requests.tsx';
import { Rows } from './rows.tsx';
import { Rules } from './rules.tsx';
import { Sessions } from './sessions.tsx';
import { WatchView } from './watch.tsx';

export function App({ model }: { model: ConsoleModel }) {
  const state = useSyncExternalStore(model.subscribe, () => model.state);
  const { exit } = useApp();
  useInput((input, key) => {
    const pressed = readKey(input, key);
    if (pressed !== null) model.press(pressed);
  });
  usePaste(() => model.pasted());
  useEffect(() => {
    if (state.over) exit();
  }, [state.over, exit]);

  const { cols, rows } = state.size;
  if (isTooSmall(state)) {
    return (
      <Box width={cols} height={rows}>
        <Text wrap="truncate-end">
          {`terminal too small (${smallest.cols}×${smallest.rows}); q quits`.slice(0, cols)}
        </Text>
      </Box>
    );
  }
  const dialog = dialogRowCount(state);
  return (
    <Box flexDirection="column" width={cols} height={rows}>
      <Header state={state} viewer={model.viewer} />
      <Body state={state} dialog={dialog} />
      <Rows rows={dialogRows(state)} width={cols} height={dialog} />
      <Footer state={state} mayDecide={model.mayDecide} />
    </Box>
  );
}

function Body({ state, dialog }: { state: ConsoleState; dialog: number }) {
  const layout = layOut(state.size, dialog);
  if (state.dialog?.kind === 'help') return <Rows rows={helpRows} width={state.size.cols} height={layout.body} />;
  if (state.watching !== null) return <WatchView state={state} layout={layout} />;
  if (state.tab === 'sessions') return <Sessions state={state} layout={layout} />;
  if (state.tab === 'rules') return <Rules state={state} layout={layout} />;
  return <Requests state={state} layout={layout} />;
}
