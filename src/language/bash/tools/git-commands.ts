// What each git command reads, writes and runs; a command that is not listed is not followed.
import { type Call, has } from '../call.ts';
import { type Arguments, type OptionTable, optionTable } from '../options.ts';
import { below, isText, prefixOf, unknown, type Value } from '../value.ts';
import { shared, shown } from './git-options.ts';
import { readPaths, readSpec } from './git-paths.ts';

interface GitCommand {
  readonly table: OptionTable;
  readonly effects?: (call: Call, given: Arguments) => void;
}
type Row = readonly [names: string, options: string, effects?: GitCommand['effects']];

function diff(call: Call, given: Arguments): void {
  if (has(given, '--no-index')) for (const word of given.operands) call.read(word);
  else readPaths(call, given);
  // Names of files that git keeps, and nothing else.
  const listed = ['--name-only', '--diff-filter', '--cached', '--staged', '--relative'];
  if (has(given, '--name-only') && given.options.every(({ name }) => listed.includes(name))) listFiles(call, given);
}

function grep(call: Call, given: Arguments): void {
  const patterns = has(given, '-e', '-f') ? 0 : 1;
  const paths = given.operands.slice(patterns);
  for (const path of paths) readSpec(call, path, true);
  if (has(given, '--no-index', '--untracked') && paths.length === 0) call.read('.', true);
}

/** The names git prints are of files below the folder that it keeps. */
function listFiles(call: Call, given: Arguments): void {
  // Files git does not keep may be anything, hidden ones too.
  if (has(given, '-o', '--others', '-i', '--ignored')) call.output = { lines: [below('.')], exact: false };
  else call.output = { lines: [{ pieces: [{ glob: '**' }], many: true }], exact: false };
}

/** A remote given by name, address or path. */
function reach(call: Call, remote: Value | undefined): void {
  if (remote === undefined) return;
  if (!isText(remote)) return call.opaque('git with a remote that is not known');
  if (/^[\w-]+::/.test(remote) || remote.startsWith('-'))
    return call.opaque(`git ${remote.split('::')[0]}:: runs a helper`);
  const host =
    /^(?:https?|ssh|git|ftps?):\/\/(?:[^@/]*@)?([^/:]+)/.exec(remote)?.[1] ??
    /^(?:[\w.-]+@)?([\w.-]+):(?!\/\/)/.exec(remote)?.[1];
  if (host !== undefined) call.net(host);
  else if (/^(?:file:\/\/)?[./~]/.test(remote)) call.read(remote.replace(/^file:\/\//, ''), true);
}

function clone(call: Call, { operands }: Arguments): void {
  const [remote, folder] = operands;
  reach(call, remote);
  call.write(
    folder ??
      (isText(remote)
        ? remote
            .replace(/\/+$/, '')
            .replace(/^.*[/:]/, '')
            .replace(/\.git$/, '')
        : unknown),
    true,
  );
}

const asks =
  (...names: string[]) =>
  (call: Call, given: Arguments): void => {
    if (has(given, ...names))
      call.opaque(`git ${given.options.map(({ name }) => name).join(' ')} changes or removes what was kept`);
  };

const only =
  (pattern: RegExp, otherwise: (call: Call) => void) =>
  (call: Call, given: Arguments): void => {
    const words = given.operands.map((word) => (isText(word) ? word : '?'));
    if (!pattern.test(words[0] ?? '')) otherwise(call);
  };

function commit(call: Call, given: Arguments): void {
  const said = has(
    given,
    '-m',
    '-F',
    '-C',
    '--message',
    '--file',
    '--reuse-message',
    '--no-edit',
    '--fixup',
    '--dry-run',
  );
  if (!said || has(given, '-e', '--edit', '-p', '--patch', '--interactive')) call.raw();
}

const branchName =
  /^(?:-|main|master|develop|dev|trunk|staging|next|(?:feature|feat|fix|bugfix|hotfix|release|chore|refactor|wip)\/[\w/-]+)$/;

function checkout(call: Call, given: Arguments): void {
  const dashes = call.args.indexOf('--');
  if (has(given, '-f', '--force', '-B', '-p', '--patch', '--ours', '--theirs', '-m', '--merge'))
    return call.opaque('git checkout that throws changes away');
  if (has(given, '-b', '--orphan', '--detach', '--track') && dashes < 0) return;
  const paths = dashes < 0 ? given.operands : call.args.slice(dashes + 1);
  if (dashes < 0 && paths.length === 1 && isText(paths[0]) && branchName.test(paths[0])) return;
  for (const path of paths) call.delete(path, true);
}

function restore(call: Call, given: Arguments): void {
  if (has(given, '-S', '--staged') && !has(given, '-W', '--worktree')) return;
  for (const path of given.operands) call.delete(path, true);
}

function reset(call: Call, given: Arguments): void {
  if (has(given, '--hard', '--merge', '--keep')) call.delete('.', true);
}

function remove(call: Call, given: Arguments): void {
  if (!has(given, '--cached', '-n', '--dry-run')) for (const path of given.operands) call.delete(path, true);
}

function clean(call: Call, given: Arguments): void {
  if (!has(given, '-n', '--dry-run')) call.delete('.', true);
}

function move(call: Call, { operands }: Arguments): void {
  for (const path of operands) call.write(path, true);
}

function config(call: Call, given: Arguments): void {
  const looks = has(given, '-l', '--list', '--get', '--get-all', '--get-regexp', '--get-urlmatch', '--show-origin');
  const [first, ...rest] = given.operands;
  if (
    looks ||
    first === 'list' ||
    first === 'get' ||
    (rest.length === 0 && !has(given, '-e', '--edit', '--unset', '--unset-all', '--remove-section'))
  ) {
    if (call.args.some((word) => isText(word) && /credential|extraheader|token|password/i.test(word)))
      call.opaque('git config that may hold a secret');
    return;
  }
  if (has(given, '-e', '--edit')) call.raw();
  call.write(has(given, '--global') ? '~/.gitconfig' : '.git/config');
}

function remoteCommand(call: Call, { operands }: Arguments): void {
  const [verb] = operands;
  if (verb === undefined || verb === 'show' || verb === 'get-url') return;
  call.write('.git/config');
}

function patch(call: Call, given: Arguments): void {
  for (const file of given.operands) call.read(file);
  if (!has(given, '--check', '--stat', '--numstat', '--summary')) call.opaque('writes what the patch says');
}

function stash(call: Call, given: Arguments): void {
  const [verb] = given.operands;
  if (verb === 'show') readPaths(call, given);
  else if (verb !== 'list') call.opaque('git stash moves changes away or throws them away');
}

const rows: readonly Row[] = [
  [
    'status ls-tree describe shortlog name-rev merge-base for-each-ref show-ref count-objects cherry check-ignore check-attr fsck verify-commit verify-tag version rev-list annotate show-branch',
    shown,
    readPaths,
  ],
  ['log show whatchanged range-diff blame cat-file', shown, readPaths],
  ['diff diff-tree diff-index diff-files', `${shown} --no-index`, diff],
  ['rev-parse var', shared],
  ['ls-files', `${shared} -x= -X=< --exclude= --exclude-from=<`, listFiles],
  [
    'grep',
    `${shared} -O? -e= -f=< -A= -B= -C= -m= --max-depth= --threads= --no-index --untracked --all-match`,
    (call, given) => {
      if (has(given, '-O')) call.opaque('git grep -O opens a program');
      grep(call, given);
    },
  ],
  [
    'add stage',
    `${shared} --chmod= --pathspec-from-file=< --edit --interactive --patch`,
    (call, given) => {
      asks('-e', '--edit', '-i', '--interactive', '-p', '--patch')(call, given);
      // What is staged can be shown and pushed.
      for (const word of given.operands) readSpec(call, word, false);
    },
  ],
  [
    'commit',
    `${shared} -m= -F=< -C= -c= -t=< -S? -u? --message= --file=< --author= --date= --template=< --reuse-message= --reedit-message= --fixup= --squash= --trailer= --cleanup= --pathspec-from-file=< --edit --no-edit --patch --interactive --dry-run`,
    commit,
  ],
  [
    'fetch pull',
    `${shared} -j= -o= -s= -X= --depth= --jobs= --refmap= --strategy= --server-option= --shallow-since= --rebase? --force --update-head-ok`,
    (call, given) => {
      asks('-f', '--force', '-u', '--update-head-ok')(call, given);
      if (given.operands.some((word) => prefixOf(word).startsWith('+'))) call.opaque('a refspec that overwrites');
      reach(call, given.operands[0]);
    },
  ],
  ['ls-remote', `${shared} -o= --sort=`, (call, given) => reach(call, given.operands[0])],
  [
    'push',
    `${shared} -o= --push-option= --repo= --force --force-with-lease? --delete --mirror --prune`,
    (call, given) => {
      if (given.operands.some((word) => /^[+:]/.test(prefixOf(word))))
        call.opaque('git push that overwrites or deletes');
      asks('-f', '-d', '--force', '--force-with-lease', '--delete', '--mirror', '--prune')(call, given);
      const remote = given.operands[0];
      if (isText(remote) && /[:/]/.test(remote)) reach(call, remote);
      else call.net(null);
    },
  ],
  [
    'clone',
    `${shared} -b= -o= -j= -c! -u! --depth= --branch= --origin= --jobs= --filter= --reference= --shallow-since= --separate-git-dir=> --recurse-submodules?! --bare! --mirror!`,
    clone,
  ],
  [
    'init',
    `${shared} -b= --initial-branch= --separate-git-dir=> --shared? --object-format= --bare!`,
    (call, { operands }) => {
      if (operands[0] !== undefined) call.write(operands[0]);
    },
  ],
  [
    'branch',
    `${shown} -u= --set-upstream-to= --delete --move --copy --force --edit-description`,
    asks('-d', '-D', '-m', '-M', '-c', '-C', '-f', '--delete', '--move', '--copy', '--force', '--edit-description'),
  ],
  [
    'tag',
    `${shown} -m= -F=< -u= --message= --file=< --local-user= --cleanup= --delete --force --edit`,
    asks('-d', '-f', '--delete', '--force', '-e', '--edit'),
  ],
  [
    'switch',
    `${shared} -c= -C= --create= --force-create= --orphan= --conflict= --force --discard-changes --merge`,
    asks('-f', '-C', '--force', '--discard-changes', '--force-create', '-m', '--merge'),
  ],
  [
    'checkout',
    `${shared} -b= -B= --orphan= --conflict= --pathspec-from-file=< --force --patch --ours --theirs --merge --detach --track?`,
    checkout,
  ],
  ['restore', `${shared} -s= --source= --conflict= --pathspec-from-file=< --staged --worktree`, restore],
  ['reset', `${shared} --pathspec-from-file=< --hard --merge --keep`, reset],
  ['rm', `${shared} --pathspec-from-file=< --cached --dry-run`, remove],
  ['clean', `${shared} -e= --exclude= --dry-run`, clean],
  ['mv', shared, move],
  ['stash', shown, stash],
  ['worktree', shared, only(/^list$/, (call) => call.opaque('git worktree makes or removes folders'))],
  [
    'submodule',
    shared,
    only(/^(?:status|summary|)$/, (call) => call.opaque('git submodule may run what other repositories say')),
  ],
  [
    'notes reflog bisect lfs',
    shown,
    only(/^(?:list|show|log|ls-files|status|env|exists|HEAD|)$/, (call) =>
      call.opaque('this git command changes what is kept'),
    ),
  ],
  ['remote', shared, remoteCommand],
  [
    'config',
    `${shared} -f! --file! --blob= --default= --type= --list --get --get-all --get-regexp --get-urlmatch --edit --unset --unset-all --remove-section --rename-section --add --replace-all --global --system`,
    config,
  ],
  [
    'apply am',
    `${shared} -p= -C= --directory= --exclude= --include= --whitespace= --check --stat --numstat --summary --apply --index`,
    patch,
  ],
  [
    'merge revert cherry-pick',
    `${shared} -m= -s= -X= -F=< --strategy= --message=`,
    (call, given) => {
      call.write('.', true);
      if (!has(given, '--no-edit', '-m', '--ff-only', '--abort', '--no-commit', '-n', '--message')) call.raw();
    },
  ],
  [
    'archive',
    `${shared} -o=> --format= --prefix= --remote!`,
    (call, given) => {
      call.read('.', true);
      readPaths(call, given);
    },
  ],
];

export const gitCommands: ReadonlyMap<string, GitCommand> = new Map(
  rows.flatMap(([names, options, effects]) =>
    names.split(' ').map((name) => [name, { table: optionTable(options), ...(effects && { effects }) }] as const),
  ),
);
