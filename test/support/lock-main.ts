// A process that takes the lock of a state folder, says `locked` or the fault's code, and keeps it until it is killed.
import { OstiaryError } from '../../src/core/errors.ts';
import { lockState } from '../../src/store/state-lock.ts';

try {
  const lock = lockState(process.argv[2] as string);
  console.log('locked');
  setInterval(() => lock, 60_000);
} catch (error) {
  console.log(error instanceof OstiaryError ? `${error.code} ${error.message}` : String(error));
}
