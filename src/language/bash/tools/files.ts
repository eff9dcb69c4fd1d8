// Tools that make, copy, move, change and remove files.
import { type Call, has, optionValue } from '../call.ts';
import { type Example, tool } from '../entry.ts';
import type { Arguments } from '../options.ts';
import { isWithin } from '../paths.ts';
import { concat, isMany, isText, suffixOf, type Value } from '../value.ts';

/** Sources and destination of cp, mv, ln, install. */
function ends(given: Arguments): {
  readonly sources: readonly Value[];
  readonly target: Value | undefined;
  readonly inside: boolean;
} {
  const folder = optionValue(given, '-t', '--target-directory');
  if (folder !== undefined && folder !== null) return { sources: given.operands, target: folder, inside: true };
  const target = given.operands.at(-1);
  // What may be several words may be the sources and the destination.
  const sources = target !== undefined && isMany(target) ? given.operands : given.operands.slice(0, -1);
  const named = target === undefined ? '' : suffixOf(target);
  const inside = given.operands.length > 2 || /(?:^|\/)\.{1,2}$|\/$/.test(named);
  return { sources, target, inside: inside && !has(given, '-T', '--no-target-directory') };
}

/** The destination may be a folder: then the file lands in it under its own name. */
function writeInto(call: Call, given: Arguments, target: Value, tree: boolean): void {
  const { sources, inside } = ends(given);
  const lands = inside || (isKnownFolder(call, target) && !has(given, '-T', '--no-target-directory'));
  if (!lands || isMany(target)) call.write(target, tree);
  for (const source of sources) {
    if (source === target) continue;
    const name = isText(source) ? source.replace(/(?<!\/)\/+$/, '').replace(/^.*\//, '') : null;
    if (name === null || name === '' || name === '.' || name === '..') {
      if (lands) call.write(target, true);
      continue;
    }
    const landing = concat(suffixOf(target).endsWith('/') ? target : concat(target, '/'), name);
    if (lands) call.write(landing, tree);
  }
}

/** The folder the shell is in, or one above it, or home. */
function isKnownFolder(call: Call, target: Value): boolean {
  const known = [...(call.state.cwds ?? []), call.state.home];
  return call.places(target).some(({ path }) => path !== null && known.some((folder) => isWithin(folder, path)));
}

function copy(call: Call, given: Arguments): void {
  if (has(given, '-s', '-l', '--symbolic-link', '--link')) return link(call, given);
  const { sources, target } = ends(given);
  const tree = has(given, '-r', '-R', '-a', '--recursive', '--archive');
  for (const source of sources) call.read(source, tree);
  if (target === undefined) return;
  writeInto(call, given, target, tree);
  // A copy of a repository under another name is a repository.
  if (tree && sources.some((source) => /(?:^|\/)[^/]*\.git\/*$/.test(suffixOf(source))))
    call.opaque('copies a repository');
  // A copy of nothing empties what was there.
  if (sources.includes('/dev/null')) call.delete(target);
}

function move(call: Call, given: Arguments): void {
  const { sources, target } = ends(given);
  const places = target === undefined ? [] : call.places(target);
  for (const source of sources) {
    call.read(source, true);
    // Within one folder of the workspace it is a new name; anywhere else the file is gone from where it was.
    const from = call.places(source);
    const stays = from.every(
      ({ path }) => path !== null && places.every((to) => to.path !== null && sameArea(path, to.path, call)),
    );
    if (stays) call.write(source, true);
    else call.delete(source, true);
  }
  if (target !== undefined) writeInto(call, given, target, true);
}

/** Both below the folder the shell started this statement in. */
function sameArea(from: string, to: string, call: Call): boolean {
  return (call.state.cwds ?? []).some(
    (cwd) => cwd !== '/' && from.startsWith(`${cwd}/`) && (to === cwd || to.startsWith(`${cwd}/`)),
  );
}

/** A second name for the sources: what is read and written under it is read and written there, from now on. */
function link(call: Call, given: Arguments): void {
  const { sources, target } = ends(given);
  const symbolic = has(given, '-s', '--symbolic', '--symbolic-link');
  const names = sources.length === 0 && target !== undefined ? [target] : sources;
  for (const source of names) {
    const relative =
      isText(target) && isText(source) && symbolic && !source.startsWith('/') && !has(given, '-r', '--relative');
    const folder = relative ? target.slice(0, target.lastIndexOf('/') + 1) : '';
    const reached = folder === '' ? source : concat(folder, source);
    call.read(reached, true);
    call.write(reached, true);
  }
  if (sources.length > 0 && target !== undefined) writeInto(call, given, target, false);
}

function install(call: Call, given: Arguments): void {
  if (has(given, '-d', '--directory')) for (const folder of given.operands) call.write(folder);
  else copy(call, given);
  const mode = optionValue(given, '-m', '--mode');
  if (isText(mode) && /[2-7]\d{3}|s/.test(mode)) call.privilege('setuid');
}

function remove(call: Call, given: Arguments): void {
  const tree = has(given, '-r', '-R', '--recursive');
  for (const operand of given.operands) call.delete(operand, tree);
}

function mode(call: Call, given: Arguments): void {
  const tree = has(given, '-R', '--recursive');
  // `-x` and `-w` take rights away: they look like options and are the mode.
  const isMode = call.args.some((word) => isText(word) && /^-[rwxXst]+$/.test(word) && !/^-R/.test(word));
  const reference = optionValue(given, '--reference');
  const files = isMode || reference !== undefined ? given.operands : given.operands.slice(1);
  const [what] = given.operands;
  if (call.name === 'chmod' && isText(what) && !isMode && /^[2-7]\d{3}$|[+=][rwx]*s/.test(what))
    call.privilege('setuid');
  if (call.name !== 'chmod') call.privilege(`${call.name} changes who owns a file`);
  for (const file of files) call.write(file, tree);
}

const writes = (names: readonly string[], options: string, ...examples: Example[]) =>
  tool({ names, options, operands: 'write', examples });

/** What cp, mv, ln and install share. */
const copyOptions =
  '--backup? --suffix= --target-directory= --no-target-directory --context? --force --interactive --verbose --debug --help --version -t= -S=';
const cpOptions = `* ${copyOptions} --archive --attributes-only --copy-contents --dereference --link --no-clobber --no-dereference --no-preserve= --parents --preserve? --recursive --reflink? --remove-destination --sparse= --strip-trailing-slashes --symbolic-link --update? --keep-directory-symlink --one-file-system`;

export const fileTools = [
  tool({
    names: ['cp'],
    options: cpOptions,
    effects: copy,
    examples: [
      ['cp a b', 'read a', 'write b'],
      ['cp -r src /tmp/x', 'read tree src', 'write tree /tmp/x'],
      ['cp -t /etc a', 'read a', 'write /etc/a'],
      ['cp a b ..', 'read a', 'read b', 'write /a', 'write /b'],
      ['cp -s /etc/x a', 'read tree /etc/x', 'write tree /etc/x', 'write a'],
      ['cp /dev/null a', 'write a', 'delete a'],
      ['cp e/.npmrc /w', 'read e/.npmrc', 'write .npmrc', 'define .npmrc'],
    ],
  }),
  tool({
    names: ['mv'],
    options: `* ${copyOptions} --exchange --no-clobber --no-copy --strip-trailing-slashes --update?`,
    effects: move,
    examples: [
      ['mv a b', 'read tree a', 'write tree a', 'write tree b'],
      ['mv a /tmp/b', 'read tree a', 'delete tree a', 'write tree /tmp/b'],
      ['mv /etc/x a', 'read tree /etc/x', 'delete tree /etc/x', 'write tree a'],
    ],
  }),
  tool({
    names: ['ln', 'link'],
    options: `* ${copyOptions} --directory --logical --no-dereference --physical --relative --symbolic`,
    effects: link,
    examples: [
      ['ln -s src/shared shared', 'read tree src/shared', 'write tree src/shared', 'write shared'],
      ['ln -s /etc/passwd p', 'read tree /etc/passwd', 'write tree /etc/passwd', 'write p'],
      ['ln .env n', 'read tree .env', 'write tree .env', 'write n'],
      ['ln -s .git g', 'read tree .git', 'write tree .git', 'define .git', 'write g'],
    ],
  }),
  tool({
    names: ['install'],
    options: `* ${copyOptions} -g= -m= -o= --mode= --owner= --group= --compare --directory --preserve-timestamps --preserve-context --strip --strip-program=!`,
    effects: install,
    examples: [
      ['install -m 755 a /usr/bin/a', 'read a', 'write /usr/bin/a'],
      ['install -d x', 'write x'],
      ['install -m 4755 a b', 'read a', 'write b', 'privilege setuid'],
    ],
  }),
  writes(
    ['mkdir', 'mkfifo'],
    '* -m= --mode= --context? --parents --verbose',
    ['mkdir -p a/b', 'write a/b'],
    ['mkdir -- -rf', 'write -rf', 'define -rf'],
  ),
  tool({
    names: ['mktemp'],
    options: '* -p= --tmpdir? --suffix= --directory --dry-run --quiet',
    effects: (call, given) => {
      const folder = optionValue(given, '-p', '--tmpdir');
      for (const word of given.operands) call.write(folder ? concat(concat(folder, '/'), word) : word);
      if (folder && given.operands.length === 0) call.write(folder, true);
      // A fresh name below /tmp that nobody knew before.
      if (given.operands.length === 0 && !has(given, '-p', '--tmpdir'))
        call.output = { lines: [{ pieces: ['/tmp/tmp.', { glob: '*' }], many: false }], exact: true };
    },
    examples: [['mktemp -d'], ['mktemp x/XXXX', 'write x/XXXX'], ['mktemp -p /etc xXXX', 'write /etc/xXXX']],
  }),
  writes(
    ['touch'],
    '* -d= -r= -t= --date= --reference= --time= --no-create --no-dereference',
    ['touch a', 'write a'],
    ['touch -- --x', 'write --x', 'define --x'],
  ),
  writes(['truncate'], '* -s= -r= --size= --reference= --no-create --io-blocks', ['truncate -s 0 a', 'write a']),
  tool({
    names: ['rm', 'grm'],
    options:
      'dfiIrRv --force --recursive --dir --verbose --interactive? --one-file-system --no-preserve-root --preserve-root?',
    effects: remove,
    examples: [
      ['rm -rf a b', 'delete tree a', 'delete tree b'],
      ['rm -rf "$x/"', 'delete tree ?', 'opaque'],
      ['rm -- -a', 'delete -a'],
    ],
  }),
  tool({
    names: ['rmdir', 'unlink'],
    options: '* --ignore-fail-on-non-empty --parents --verbose',
    operands: 'delete',
    examples: [['rmdir a', 'delete a']],
  }),
  tool({
    names: ['shred', 'wipe', 'srm'],
    options: '* -n= -s= --force --iterations= --random-source=< --remove? --size= --verbose --exact --zero',
    operands: 'delete',
    examples: [['shred -u a', 'delete a']],
  }),
  tool({
    names: ['chmod', 'chown', 'chgrp', 'chattr', 'setfacl', 'chcon'],
    options:
      '* --reference= --recursive --changes --verbose --quiet --silent --no-preserve-root --preserve-root --dereference --no-dereference --from=',
    effects: mode,
    examples: [
      ['chmod +x a', 'write a'],
      ['chmod -x a', 'write a'],
      ['chmod u+s a', 'write a', 'privilege setuid'],
      ['chown -R nobody a', 'write tree a', 'privilege chown changes who owns a file'],
    ],
  }),
  tool({
    names: ['stat', 'lsattr', 'getfacl', 'namei', 'pathchk'],
    options: '* -c= -f= --format= --printf= --dereference --file-system --cached= --terse --help --version',
    examples: [['stat -c %s a']],
  }),
];
