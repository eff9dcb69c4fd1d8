import { describe, expect, it } from 'vitest';
import { redactionConfig } from '../../../src/redaction/config.ts';
import { createRedaction, newSessionKey } from '../../../src/redaction/redaction.ts';
import { filter } from './filter.ts';

const name = 'Featherstone';
const iban = 'DE02120300000000202051';
const mail = 'ann.lee@firm.example.org';
const customer = '4711-0815';
const redaction = createRedaction(
  redactionConfig.parse({ columns: { full_name: 'full', iban: 'last4', email: 'email', customer: 'hash' } }),
);

const head = ['id', 'full_name', 'iban', 'email', 'customer'];
const row = ['1', name, iban, mail, customer];
const widths = head.map((cell, index) => Math.max(cell.length, (row[index] ?? '').length));
const padded = (cells: readonly string[]) => cells.map((cell, index) => cell.padEnd(widths[index] ?? 0));
const drawn = (cells: readonly string[], edge: string) =>
  `${edge}${padded(cells)
    .map((cell) => ` ${cell} `)
    .join('|')}${edge}`;
const rule = `+${widths.map((width) => '-'.repeat(width + 2)).join('+')}+`;
const named = (between: string) => head.map((cell, index) => `${cell.padStart(10)}${between}${row[index]}`).join('\n');

const tables = {
  psql: `${drawn(head, '')}\n${rule.slice(1, -1)}\n${drawn(row, '')}\n(1 row)\n`,
  'psql, expanded': `-[ RECORD 1 ]-----\n${head.map((cell, index) => `${cell.padEnd(9)} | ${row[index]}`).join('\n')}\n\n`,
  mysql: `${rule}\n${drawn(head, '|')}\n${rule}\n${drawn(row, '|')}\n${rule}\n1 row in set (0.00 sec)\n`,
  'mysql \\G': `${'*'.repeat(27)} 1. row ${'*'.repeat(27)}\n${named(': ')}\n1 row in set (0.00 sec)\n`,
  CSV: `${head.join(',')}\n${row.join(',')}\n`,
  'JSON lines': `${JSON.stringify(Object.fromEntries(head.map((cell, index) => [cell, row[index]])))}\n`,
};

describe('a column', () => {
  it.each(Object.entries(tables))('of %s leaves what its style says, wherever the stream is cut', (_, table) => {
    const key = newSessionKey();
    const shown = filter(redaction.open(key), Buffer.from(table), 65_536).toString();
    expect(shown).toMatch(/‹full_name:[\w-]{6}›/);
    expect(shown).toContain(`…${iban.slice(-4)}`);
    expect(shown).toContain('a…@firm.example.org');
    // Eleven characters of base64: no fewer than 64 bits to guess.
    expect(shown).toMatch(/‹customer:[\w-]{11}›/);
    for (const value of [name, iban.slice(0, 12), 'ann.lee', customer]) expect(shown).not.toContain(value);
    for (const size of [1, 3, 7, 64])
      expect(filter(redaction.open(key), Buffer.from(table), size).toString()).toBe(shown);
  });

  it('has the same hash for a value within a session, and another in the next', () => {
    const table = `customer,note\n${customer},a\n${customer},b\n`;
    const hashes = (): (string | undefined)[] => {
      const shown = filter(redaction.open(newSessionKey()), Buffer.from(table), 65_536).toString();
      return [...shown.matchAll(/‹customer:([\w-]{11})›/g)].map(([, hash]) => hash);
    };
    const [one, other] = [hashes(), hashes()];
    expect(one.length).toBe(2);
    expect(new Set(one).size).toBe(1);
    expect(one[0]).not.toBe(other[0]);
  });

  it('of another name stays as it is', () => {
    const table = 'id,city\n1,Featherstone\n';
    expect(filter(redaction.open(newSessionKey()), Buffer.from(table), 7).toString()).toBe(table);
  });
});
