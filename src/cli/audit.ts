// `ostiary audit …`: the log as evidence that is checked elsewhere.
import type { Command } from 'commander';
import { registerAuditExport } from './audit-export.ts';
import { registerAuditKey } from './audit-key.ts';
import { registerAuditVerify } from './audit-verify.ts';

export function registerAudit(program: Command): void {
  const audit = program.command('audit').description('take the audit log away, and check what was taken');
  registerAuditExport(audit);
  registerAuditKey(audit);
  registerAuditVerify(audit);
}
