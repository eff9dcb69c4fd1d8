// Options that git commands share.

/** Programs or readers that a repository or its user names. */
export const forbidden = [
  '--ext-diff',
  '--textconv',
  '--exec',
  '--upload-pack',
  '--receive-pack',
  '--open-files-in-pager',
];

export const shared =
  '** --output=> --ext-diff! --textconv! --exec! --upload-pack! --receive-pack! --open-files-in-pager! --config! --template! --stdin! --batch?! --batch-command?!';

export const shown = `${shared} -n= -S= -G= -O=< -U= -L= --format= --pretty? --since= --until= --after= --before= --author= --committer= --grep= --max-count= --skip= --diff-filter= --word-diff-regex= --date= --contains= --no-contains= --merged? --no-merged? --sort= --points-at= --relative? --stat? --color? --abbrev? --inter-hunk-context= --max-depth=`;
