// `npm run bench [name …]`: every bench prints a table; none of them can fail a build.
import { cpus, loadavg } from 'node:os';
import { benchApproval } from './approval.ts';
import { benchAudit } from './audit.ts';
import { benchConsole } from './console.ts';
import { benchDoor } from './door.ts';
import { benchPage } from './page.ts';
import { benchPolicy } from './policy.ts';
import { benchRedactor } from './redactor.ts';
import { benchReplay } from './replay.ts';
import { benchSearch } from './search.ts';

const benches: Readonly<Record<string, () => Promise<void>>> = {
  approval: benchApproval,
  audit: benchAudit,
  console: benchConsole,
  door: benchDoor,
  page: benchPage,
  policy: benchPolicy,
  redactor: benchRedactor,
  replay: benchReplay,
  search: benchSearch,
};

const wanted = process.argv.slice(2).length > 0 ? process.argv.slice(2) : Object.keys(benches);
console.log(`npm run bench ${process.argv.slice(2).join(' ')}`.trim());
console.log(`Node ${process.versions.node}, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)} at the start`);
for (const name of wanted) {
  const bench = benches[name];
  if (bench === undefined) {
    console.error(`bench: there is no "${name}"; there are ${Object.keys(benches).join(', ')}`);
    process.exitCode = 2;
    continue;
  }
  await bench();
}
