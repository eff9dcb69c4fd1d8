// What can be delivered to a shell as one statement.
import { faults } from '../../core/errors.ts';

const longest = 32 * 1024; // bytes

/** @throws OstiaryError for a statement that would arrive changed, or too long. */
export function checkStatement(statement: string): void {
  if (statement.includes('\0')) throw faults.statementUndeliverable('it holds a NUL byte, which a shell would drop');
  if (!statement.isWellFormed()) throw faults.statementUndeliverable('it is not well-formed Unicode');
  if (Buffer.byteLength(statement) > longest) {
    throw faults.statementUndeliverable(`it is longer than ${longest} bytes`);
  }
}
