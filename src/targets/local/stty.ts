// Asks the system's stty about a terminal: Node cannot read its modes.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** False at a password prompt (ICANON without ECHO), and when it cannot be told. */
export async function terminalEchoes(terminal: string): Promise<boolean> {
  try {
    const { stdout } = await promisify(execFile)('/usr/bin/stty', ['-F', terminal, '-a'], {
      env: { LC_ALL: 'C' },
      timeout: 2000,
    });
    const modes = new Set(stdout.split(/[\s;]+/));
    return modes.has('echo') || modes.has('-icanon');
  } catch {
    return false;
  }
}
