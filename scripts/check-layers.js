// Holds the layers of docs/decisions.md (who may import whom). A run that read no module proves nothing and fails.
import { cruise } from 'dependency-cruiser';
import configuration from '../.dependency-cruiser.js';

const folders = process.argv.slice(2);
const result = await cruise(folders.length > 0 ? folders : ['src'], {
  ...configuration.options,
  ruleSet: { forbidden: configuration.forbidden },
  validate: true,
});
const { violations, totalCruised } = result.output.summary;
for (const { rule, from, to } of violations) console.error(`layers: ${rule.name}: ${from} → ${to}`);
if (totalCruised === 0) {
  console.error('layers: no module was read, so nothing was checked. Remedy: reinstall @swc/core.');
}
process.exitCode = violations.length > 0 || totalCruised === 0 ? 1 : 0;
