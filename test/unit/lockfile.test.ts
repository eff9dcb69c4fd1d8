// `npm ci` refuses a lockfile that lacks a package, even one for another processor; and a registry need not have it.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

type Packages = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>>;

const read = (name: string) => JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8'));
const packages: Packages = read('package-lock.json').packages;

it('names every package that another asks for, also the optional ones', () => {
  const missing = Object.entries(packages).flatMap(([from, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies }).filter((name) => !isFound(from, name)),
  );
  expect(missing).toEqual([]);
});

it('fits package.json', () => {
  const manifest = read('package.json');
  for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies']) {
    expect(packages['']?.[kind]).toEqual(manifest[kind]);
  }
});

/** As Node looks for it: beside the package that asks, then further up. */
function isFound(from: string, name: string): boolean {
  if (packages[`${from && `${from}/`}node_modules/${name}`] !== undefined) return true;
  return from !== '' && isFound(from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))), name);
}
