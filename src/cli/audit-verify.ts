// `ostiary audit verify`: the verdict on an export, without a database. 0 SOUND, 1 BROKEN, 2 UNANCHORED.
import type { Command } from 'commander';
import { parseVerifierKey, type VerifierKey } from '../audit/note.ts';
import { type Verdict, type Verification, verifyExport } from '../audit/verify/verify.ts';
import { faults } from '../core/errors.ts';
import { readText } from './audit-export.ts';

interface Options {
  readonly key?: string;
  readonly since?: string;
  readonly json?: true;
}

const exits: Readonly<Record<Verdict, number>> = { SOUND: 0, BROKEN: 1, UNANCHORED: 2 };

export function registerAuditVerify(audit: Command): void {
  const verify = audit
    .command('verify')
    .description('check an export; exit 0 SOUND, 1 BROKEN, 2 UNANCHORED (no key was given)')
    .argument('<file>', 'what `ostiary audit export` wrote')
    .option('--key <key>', 'the verifier key or a file with it, got from the owner by another way than the export')
    .option('--since <file>', 'an older checkpoint: only with it is a dropped end of the log found')
    .option('--json', 'one JSON object')
    .action(async (file: string, { key, since, json }: Options) => {
      if (since !== undefined && key === undefined) verify.error('ostiary: --since needs --key', { exitCode: 2 });
      const verification = await verifyExport(file, {
        key: key === undefined ? null : readKey(key),
        since: since === undefined ? null : readText(since),
      });
      console.log(json ? JSON.stringify(verification) : describe(verification));
      process.exitCode = exits[verification.verdict];
    });
}

/** A file, or the key itself. */
function readKey(file: string): VerifierKey {
  const key = parseVerifierKey(file) ?? parseVerifierKey(readText(file));
  if (key === null) throw faults.auditFileUnreadable(file, 'it is no verifier key (`ostiary audit key` prints one)');
  return key;
}

function describe({ verdict, broken, claims, continues }: Verification): string {
  const lines: string[] = [];
  if (claims !== null) {
    const { origin, size, time, first, last, entries, from, to, filtered } = claims;
    const when = entries === 0 ? '' : ` (${from} to ${to})`;
    lines.push(
      `log ${origin}: ${size} events at ${time}`,
      filtered
        ? `${entries} events chosen between ${first} and ${last}${when}: each is in the log; whether others belong to them is not shown`
        : entries === 0
          ? 'none of its events is in this export'
          : `events ${first} to ${last}${when}, none left out between them`,
    );
  }
  if (continues !== null) {
    lines.push(`it continues the ${continues.size} events of ${continues.time}: none of them was dropped or rewritten`);
  } else if (verdict === 'SOUND') lines.push('without --since an end of the log that was dropped is not found');
  if (verdict === 'UNANCHORED') lines.push('it agrees with itself; without --key nobody says whose it is');
  const why = broken === null ? '' : `: ${broken.sentence} (${broken.code})`;
  return [...lines, `${verdict}${why}`].join('\n');
}
