// How many rows a dialog takes below the lists.
import type { ConsoleState } from './state.ts';

export function dialogRowCount({ dialog }: ConsoleState): number {
  switch (dialog?.kind) {
    case undefined:
    case 'help':
      return 0;
    case 'similar':
      return Math.min(5, dialog.rows.length) + 4;
    case 'lock':
      return Math.min(6, dialog.options.length) + 1;
    default:
      return 3;
  }
}
