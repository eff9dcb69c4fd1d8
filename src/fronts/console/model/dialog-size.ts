// How many rows a dialog takes below the lists.
import type { ConsoleState } from './state.ts';

export function dialogRowCount({ dialog }: ConsoleState): number {
  switch (dialog?.kind) {
    case undefined:
    case 'help':
      return 0;
    case 'similar':
      return Math.min(10, dialog.rows.length + 5);
    case 'lock':
      return Math.min(8, dialog.options.length + 2);
    default:
      return 3;
  }
}
