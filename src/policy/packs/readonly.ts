// Looking: files, text, processes, network and host state, version control and clusters. The language judges the
// options (`sed -i` is a write, `find -delete` a delete); an entry says which word begins a look.
import { definePack } from './pack.ts';

const anywhere = ['**'];
const kubectlVerbs = '(get|describe|logs|top|version|explain|events|api-resources|api-versions|cluster-info)';
const gitVerbs =
  '(status|log|diff|show|blame|annotate|grep|rev-parse|rev-list|ls-files|ls-tree|cat-file|describe|shortlog|merge-base' +
  '|name-rev|diff-tree|for-each-ref|show-ref|count-objects|check-ignore|whatchanged|version)';
const gitLists = [
  'branch',
  'branch (-a|-r|-v|-vv|-av|--all|--remotes|--show-current|--list|--merged|--no-merged|--contains)',
  'branch (--list|--merged|--no-merged|--contains|--points-at) *',
  'tag',
  'tag (-l|--list) **',
  'remote',
  'remote (-v|--verbose)',
  'remote (get-url|show) *',
  'stash (list|show) **',
  'reflog',
  'reflog -*',
  'reflog (-n|--max-count) *',
  'reflog show **',
  'worktree list **',
  'config (--get|--get-all|--list|-l) **',
];
const git = (rest: string) => [`git ${rest}`, `git -C * ${rest}`, `git --no-pager ${rest}`];

export const readonly = definePack({
  name: 'readonly@1',
  summary: 'looking at files, text, version control, processes, network, host, containers and clusters',
  entries: [
    // The shell's own state (cd, export …) is no run: the language follows it, and says what it cannot follow.
    { group: 'shell', run: ['(echo|printf|test|[|true|false|pwd|sleep|seq|expr|yes|printenv) **'], reads: anywhere },
    {
      group: 'wrappers',
      // Each starts another run, which is judged alone.
      run: ['(env|nice|ionice|timeout|nohup|stdbuf|time|xargs) **'],
      reads: anywhere,
    },
    {
      group: 'files',
      run: [
        '(cat|tac|nl|head|tail|less|wc|stat|file|tree|ls|dir|find|fd|fdfind|du|df|readlink|realpath) **',
        '(grep|egrep|fgrep|zgrep|rg|diff|cmp|comm|sort|uniq|cut|paste|join|tr|column|fold|fmt|rev|expand|tsort) **',
        '(awk|gawk|mawk|sed|jq|yq|xxd|hexdump|od|strings|base64|zcat|bzcat|xzcat) **',
        '(md5sum|sha1sum|sha224sum|sha256sum|sha384sum|sha512sum|b2sum|cksum|sum) **',
        '(basename|dirname|which|whereis|unzip) **',
      ],
      reads: anywhere,
    },
    {
      group: 'host',
      run: [
        '(id|whoami|groups|who|w|last|hostname|uname|arch|uptime|nproc|date|cal|locale|tty|free|lscpu|lsblk) **',
        '(ps|pgrep|pstree|pidof|top|vmstat|iostat|mpstat|lsof|lsmod|lspci|lsusb|findmnt|getent|journalctl|dmesg) **',
        'systemctl (status|show|cat|is-active|is-enabled|is-failed|list-units|list-unit-files|list-timers) **',
        'systemctl (--failed|--all|-a|--type=*|--state=*|--no-pager)',
        'systemctl (--failed|--all|-a|--type=*|--state=*|--no-pager) (--failed|--all|-a|--type=*|--state=*|--no-pager)',
        '(systemctl|mount|ifconfig)',
      ],
      reads: anywhere,
    },
    {
      group: 'network',
      run: [
        '(ss|netstat|ping|ping6|dig|nslookup|host|traceroute|tracepath|whois) **',
        'ip (a|addr|address|r|route|link|neigh|-br|-4|-6|-s) **',
        'curl **',
        'wget **',
      ],
      reads: anywhere,
      net: anywhere,
    },
    { group: 'git', run: [`${gitVerbs} **`, ...gitLists].flatMap(git), reads: anywhere },
    { group: 'git', run: ['git ls-remote **'], reads: anywhere, net: anywhere },
    {
      group: 'containers',
      run: [
        'docker (ps|logs|inspect|images|version|info|top|port|diff|history|stats) **',
        'docker (container|image|network|volume|context) (ls|list|ps|inspect|logs|top|history) **',
        'docker compose (ps|logs|ls|images|top|version|port) **',
        'docker-compose (ps|logs|images|top|version) **',
        `kubectl ${kubectlVerbs} **`,
        `kubectl (-n|--namespace|--context) * ${kubectlVerbs} **`,
        `kubectl (--namespace|--context|-n)=* ${kubectlVerbs} **`,
        'kubectl rollout (status|history) **',
        'kubectl config (current-context|get-contexts) **',
        'helm (list|ls|status|history|version|search|show) **',
      ],
      reads: anywhere,
      net: anywhere,
    },
    {
      group: 'cloud',
      run: [
        'terraform (plan|show|validate|version|providers|graph) **',
        'terraform fmt -check',
        'terraform state (list|show) **',
        'aws s3 ls **',
        'aws sts get-caller-identity **',
        'aws (ec2|rds|ecs|eks|elb|elbv2|autoscaling|cloudformation|cloudfront|route53|lambda|sqs|sns) (describe|list)-* **',
        'aws (s3api|dynamodb|iam|logs|cloudwatch|ecr|acm|apigateway|efs|kms|elasticache) (describe|list)-* **',
        'aws (logs|cloudwatch) (get-log-events|filter-log-events|get-metric-statistics|get-metric-data) **',
        'gcloud (compute|container|run|sql|projects|functions|pubsub|dns|logging) * (list|describe) **',
        'gcloud (projects|config) list **',
        'aws iam get-(user|role|group|policy|account-summary) **',
        'aws logs tail **',
      ],
      reads: anywhere,
      net: anywhere,
    },
    { group: 'databases', run: ['psql **'], reads: anywhere, net: anywhere },
    {
      group: 'versions',
      run: [
        '(node|npm|npx|pnpm|yarn|python|python3|pip|pip3|ruby|perl|php|java|javac|go|cargo|rustc|gcc|g++|clang|make) (--version|-V|-v|version|--help)',
        '(cmake|docker|kubectl|helm|git|bash|tsc|deno|bun|terraform|aws|gcloud|psql|sqlite3|mvn|gradle|dotnet) (--version|version)',
      ],
    },
  ],
  examples: {
    covers: [
      'cat README.md',
      '/usr/bin/grep -rn TODO src',
      'git -C repo status',
      'git stash list',
      'kubectl -n prod get pods',
      'aws ec2 describe-instances --region us-east-1',
      'systemctl status nginx',
      'timeout 60 ls',
    ],
    ignores: [
      'rm -rf data',
      './cat README.md',
      'git push',
      'git branch -D main',
      'git stash drop',
      'kubectl delete pod x',
      'kubectl exec pod -- sh',
      'aws secretsmanager list-secrets',
      'docker run x',
      'systemctl restart nginx',
      'bash -c ls',
      'sudo ls',
      'node -e 1',
    ],
  },
});
