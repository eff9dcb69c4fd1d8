// Numbered migrations, each applied once and never changed afterwards; a file from a newer broker is refused.
import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { faults } from '../../core/errors.ts';
import { transact } from './connection.ts';
import { schema1 } from './schema-1.ts';
import { schema2 } from './schema-2.ts';
import { schema3 } from './schema-3.ts';
import { schema4 } from './schema-4.ts';
import { schema5 } from './schema-5.ts';

/** In order: the first has the number 1. */
const migrations: readonly string[] = [schema1, schema2, schema3, schema4, schema5];

/** Brings the database up to this broker's schema. @throws STORE_NEWER, STORE_ALTERED. */
export function migrate(database: DatabaseSync, file: string, now: () => string): void {
  database.exec(`CREATE TABLE IF NOT EXISTS migrations (
    number INTEGER PRIMARY KEY, checksum TEXT NOT NULL, applied TEXT NOT NULL) STRICT`);
  transact(database, () => {
    const done = checkMigrations(database, file);
    const insert = database.prepare('INSERT INTO migrations VALUES (?, ?, ?)');
    migrations.slice(done).forEach((sql, index) => {
      database.exec(sql);
      insert.run(done + index + 1, checksum(sql), now());
    });
  });
}

/** Refuses a database this broker cannot read as it is. @throws STORE_OLDER, STORE_NEWER, STORE_ALTERED. */
export function checkSchema(database: DatabaseSync, file: string): void {
  if (checkMigrations(database, file) < migrations.length) throw faults.storeOlder(file);
}

function checkMigrations(database: DatabaseSync, file: string): number {
  const applied = database.prepare('SELECT number, checksum FROM migrations ORDER BY number').all();
  if (applied.length > migrations.length) throw faults.storeNewer(file, applied.length, migrations.length);
  applied.forEach((row, index) => {
    if (row.number !== index + 1 || row.checksum !== checksum(migrations[index] as string)) {
      throw faults.storeAltered(file, index + 1);
    }
  });
  return applied.length;
}

function checksum(sql: string): string {
  return createHash('sha256').update(sql).digest('hex');
}
