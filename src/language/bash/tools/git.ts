// git: global options that run programs, then the subcommand by its own rules (git-commands.ts).
import { type Call, has } from '../call.ts';
import { tool } from '../entry.ts';
import { readArguments } from '../options.ts';
import { isText, prefixOf, type Value } from '../value.ts';
import { gitCommands } from './git-commands.ts';
import { forbidden } from './git-options.ts';

/** Settings that only change what is shown. */
const quietKeys =
  /^(?:color\.|advice\.|column\.|user\.(?:name|email)=|core\.(?:quotepath|abbrev|autocrlf|pager=(?:cat|less)?$)|log\.(?:date|decorate|showsignature)|diff\.(?:algorithm|renames|noprefix|context)|init\.defaultbranch|commit\.gpgsign=false|core\.hookspath=\/dev\/null$|pager\.\w+=(?:false|cat)$)/i;

function git(call: Call): void {
  let at = 0;
  let place = call;
  for (; at < call.args.length; at++) {
    const word = call.args[at] as Value;
    if (!isText(word)) return call.opaque('git with a command that is not known');
    if (!word.startsWith('-')) break;
    if (word === '-C') {
      place = place.inFolder(call.args[++at] ?? '');
    } else if (word === '-c') {
      const setting = call.args[++at];
      if (!isText(setting) || !quietKeys.test(setting))
        call.opaque(`git -c ${prefixOf(setting ?? '')} may run a program`);
    } else if (/^--(?:version|help|exec-path|html-path|man-path|info-path)$/.test(word)) return;
    else if (/^--(?:git-dir|bare$|work-tree|namespace|super-prefix|config-env|exec-path|attr-source)/.test(word)) {
      call.opaque(`git ${word} takes its rules from elsewhere`);
      if (!word.includes('=') && word !== '--bare') at++;
    } else if (
      !/^(?:--no-pager|-P|--no-replace-objects|--literal-pathspecs|--(?:no)?glob-pathspecs|--icase-pathspecs|--no-optional-locks|--no-lazy-fetch|-v)$/.test(
        word,
      )
    ) {
      call.opaque(`git ${word} is not followed`);
    }
  }
  const name = call.args[at];
  if (name === undefined) return;
  const command = gitCommands.get(name as string);
  if (!command) return call.opaque(`git ${String(name)} is not followed`);
  const given = readArguments(command.table, call.args.slice(at + 1));
  // The manual opens in a pager.
  if (has(given, '--help')) return call.raw();
  place.judgeOptions(given);
  if (has(given, ...forbidden)) call.opaque('git with an option that runs a program');
  // What an option takes that is not known may be a file.
  for (const { name: option, value } of given.options) {
    if (value !== null && option.startsWith('--') && !command.table.long.has(option.slice(2))) place.read(value);
  }
  command.effects?.(place, given);
  call.output = place.output;
}

export const gitTools = [
  tool({
    names: ['git'],
    effects: git,
    obeys: [
      '.git/',
      // A folder of any name is a repository when it holds HEAD, objects and refs.
      '*.git/',
      'HEAD',
      '.gitconfig',
      'git/config',
      '.gitattributes',
      '.gitmodules',
      '.lfsconfig',
      '.husky/',
      'etc/gitconfig',
      '.pre-commit-config.yaml',
      'lefthook.yml',
    ],
    examples: [
      ['git status --short'],
      ['git --no-pager log -p -1 -- src/a.ts', 'read src/a.ts'],
      ['git diff --stat HEAD~3'],
      ['git show HEAD:.env', 'read .env'],
      ['git diff --no-index /dev/null .env', 'read .env'],
      ['git diff --output=/etc/x', 'write /etc/x'],
      ["git -c alias.x='!rm x' x", 'opaque', 'opaque'],
      ['git -c color.ui=always -C repo status'],
      ['git -C /etc status; cat a', 'run cat a', 'read a'],
      ['git -C src diff -- a', 'read src/a'],
      ['git grep -O x', 'opaque'],
      ["git grep x -- '*.ts'", 'read glob **/*.ts'],
      ["git grep x -- '*env'", 'read tree .'],
      ["git log -p -- '.e*' ':!x'", 'read tree glob .e*'],
      ["git grep x -- ':(icase).ENV'", 'read tree ?'],
      ['git log -L1,9:.env', 'read .env'],
      ['git blame --contents=.env a.md', 'read .env', 'read a.md'],
      ['git stash show -p stash@{0} -- .env', 'read .env'],
      ['git branch --del x', 'opaque'],
      ['git init --bare x', 'opaque', 'write x'],
      ['git commit -m x'],
      ['git commit', 'raw git'],
      ['git checkout -b x'],
      ['git checkout -- .', 'delete tree .'],
      ['git reset --hard', 'delete tree .'],
      ['git push origin main', 'net ?'],
      ['git clone https://h.example/x y', 'net h.example', 'write tree y'],
      ["git clone 'ext::sh -c x' y", 'opaque', 'write tree y'],
      ['git rm -rf data', 'delete tree data'],
      ['git config alias.x "!rm"', 'write .git/config', 'define .git/config'],
      ['git branch -D x', 'opaque'],
      ['git filter-branch', 'opaque'],
    ],
  }),
];
