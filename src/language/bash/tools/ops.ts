// Containers, clusters, clouds, services: verbs that only look are followed, the rest changes something elsewhere.
import type { Call } from '../call.ts';
import { type Example, tool } from '../entry.ts';
import { isText, prefixOf, type Value } from '../value.ts';

interface Verbs {
  /** Global options in front of the verb that take a value. */
  readonly valued: RegExp;
  /** Verbs, joined by a blank, that only look. */
  readonly looks: RegExp;
  readonly restarts?: RegExp;
  /** Options that reach files, programs or other servers. */
  readonly reaches: RegExp;
  /** Takes what is typed: `exec -it`. */
  readonly typed?: RegExp;
}

function judgeVerbs(call: Call, { valued, looks, restarts, reaches, typed }: Verbs): void {
  const path: string[] = [];
  for (let at = 0; at < call.args.length && path.length < 4; at++) {
    const word = call.args[at] as Value;
    if (isText(word) && valued.test(word)) at++;
    else if (isText(word) && !word.startsWith('-')) path.push(word);
    else if (!isText(word) && path.length < 1) return call.opaque(`${call.name} with a command that is not known`);
    else if (!isText(word)) path.push('?');
  }
  const verb = path.join(' ');
  const info =
    call.args.length === 0 ||
    (path.length === 0 && call.args.every((word) => isText(word) && /^(?:--version|--help|-v|-h|version)$/.test(word)));
  if (info) return;
  if (restarts?.test(verb)) call.restart(`${call.name} ${verb}`);
  else if (path.length > 0 && !looks.test(verb))
    call.opaque(`${call.name} ${path.slice(0, 2).join(' ')} changes something`);
  if (typed?.test([verb, ...call.args.map(prefixOf)].join(' '))) call.raw();
  for (const word of call.args) {
    const text = prefixOf(word);
    // `logs -f` follows.
    if (text === '-f' && path.includes('logs')) continue;
    const value = text.startsWith('-') && text.includes('=') ? text.slice(text.indexOf('=') + 1) : '';
    // A file, or a form of output that is written in one: `--filters=file://…`, `--output=go-template-file=…`.
    const isFile = /^(?:file|fileb|https?):\/\/|^[~/]|^[\w-]+-file(?:=|$)/.test(value);
    if (isFile || /^[\w-]+-file(?:=|$)/.test(text) || abbreviated.test(text) || reaches.test(text))
      call.opaque(`${call.name} ${prefixOf(word)} reaches further`);
    else if (!isText(word) && prefixOf(word) === '') call.opaque(`${call.name} with a word that is not known`);
  }
}

function operator(names: readonly string[], verbs: Verbs, obeys: readonly string[], ...examples: Example[]) {
  return tool({ names, obeys, effects: (call) => judgeVerbs(call, verbs), examples });
}

/** The long options that reach another machine or file, as short as getopt_long takes them. */
const abbreviated = /^--(?:ho(?:st?)?|mac(?:h(?:i(?:ne?)?)?)?|root?|ima(?:ge?)?)(?:=|$)/;
const never = /^(?!)/;

export const opsTools = [
  operator(
    ['docker', 'podman', 'nerdctl', 'docker-compose'],
    {
      valued:
        /^(?:-H|--host|-c|--context|-l|--log-level|-f|--file|-p|--project-name|--env-file|--profile|--project-directory|--tlscacert|--tlscert|--tlskey|--config)$/,
      looks:
        /^(?:ps|logs|inspect|images|image (?:ls|list|inspect|history)|container (?:ls|list|inspect|logs|top|stats|port)|version|info|stats|top|port|history|diff|events|search|network (?:ls|list|inspect)|volume (?:ls|list|inspect)|system (?:df|info)|context (?:ls|show|inspect)|compose (?:ps|logs|ls|images|top|version|port|events)|node (?:ls|ps)|service (?:ls|ps|logs|inspect)|stack (?:ls|ps|services)|manifest inspect|buildx (?:ls|version|du))(?: |$)/,
      restarts: /^(?:(?:container |compose |service )?(?:restart|stop|start|kill|pause|unpause|update|scale))(?: |$)/,
      reaches:
        /^(?:-H|--host|--context|--config|-c$|--tls|-o$|--output$|--env-file|--project-directory|-f=.*\.ya?ml|--file)/,
      typed: /^(?:(?:container |compose )?(?:exec|run|attach))\b.* -(?:-tty|-interactive|it?|ti)|^attach/,
    },
    ['.docker/', 'docker-compose.yml', 'compose.yaml', 'Dockerfile'],
    ['docker logs --tail 100 web'],
    ['docker compose ps'],
    ['docker exec -it web sh', 'opaque', 'raw docker'],
    ['docker restart web', 'restart docker restart web'],
    ['docker run x', 'opaque'],
    ['docker -H tcp://h ps', 'opaque'],
  ),
  operator(
    ['kubectl', 'oc', 'k'],
    {
      valued:
        /^(?:-n|--namespace|--context|--cluster|--user|-o|--output|-l|--selector|--field-selector|-c|--container|--kubeconfig|-s|--server|--token|--as|--tail|--since|-f|--filename)$/,
      looks:
        /^(?!.*\bsecrets?\b)(?:get|describe|logs|top (?:nodes?|pods?)|version|cluster-info(?! dump)|api-resources|api-versions|explain|config (?:current-context|get-contexts|get-clusters)|rollout (?:status|history)|auth (?:can-i|whoami)|events|diff)(?: |$)/,
      restarts: /^(?:rollout (?:restart|undo|pause|resume)|scale|drain|cordon|uncordon)(?: |$)/,
      reaches:
        /^--(?:kubeconfig|server|token|as|raw|client-certificate|client-key|insecure-skip|cache-dir|profile-output|template|output-directory)|^-s$|^-f$|^--filename|secrets?(?:[/,]|$)|^-o(?:=)?(?:jsonpath|go-template)-file|^(?:jsonpath|go-template)-file|^-k$/i,
      typed: /^(?:exec|attach|run|debug|edit)\b/,
    },
    ['.kube/'],
    ['kubectl get pods -n prod -o wide'],
    ['kubectl get secrets', 'opaque', 'opaque'],
    ['kubectl get pods,secrets', 'opaque', 'opaque'],
    ['kubectl exec p -- rm x', 'opaque', 'raw kubectl'],
    ['kubectl delete pod x', 'opaque'],
    ['kubectl rollout restart deploy/x', 'restart kubectl rollout restart deploy/x'],
    ['kubectl get --raw /api', 'opaque'],
    ['kubectl logs -f web-1'],
    ['kubectl get pods --output=go-template-file=x', 'opaque'],
    ['kubectl get pods -o custom-columns-file=x', 'opaque'],
  ),
  operator(
    [
      'helm',
      'helmfile',
      'kustomize',
      'argocd',
      'flux',
      'istioctl',
      'kind',
      'minikube',
      'k3d',
      'eksctl',
      'vault',
      'consul',
      'nomad',
      'packer',
      'ansible',
      'ansible-playbook',
      'pulumi',
      'heroku',
      'flyctl',
      'fly',
      'vercel',
      'netlify',
      'wrangler',
      'gh',
      'glab',
      'doctl',
      'hcloud',
      'linode-cli',
      'az',
    ],
    {
      valued: /^(?:-n|--namespace|--kube-context|-R|--repo|-L|--limit|--json|-q|--jq|-o|--output)$/,
      looks:
        /^(?:list|ls|status|history|version|search|show|repo list|env|app list|app get|account show|group list|vm list|pr (?:list|view|status|diff|checks)|issue (?:list|view|status)|run (?:list|view)|repo view|workflow (?:list|view)|release (?:list|view))(?: |$)/,
      reaches:
        /^--(?:kubeconfig|post-renderer|kube-apiserver|kube-token|repository-config|registry-config|token|config)|^-f$/,
    },
    [],
    ['helm list'],
    ['gh pr list'],
    ['helm install x', 'opaque'],
    ['vault read x', 'opaque'],
  ),
  operator(
    ['terraform', 'tofu', 'terragrunt'],
    {
      valued: never,
      looks:
        /^(?:plan|show|validate|version|providers(?! (?:mirror|lock))|graph|state (?:list|show)|workspace (?:list|show)|fmt)(?: |$)/,
      reaches: /^--?(?:out|chdir|state|state-out|backup|plugin-dir|var-file|generate-config-out|destroy|refresh-only)/,
    },
    ['.terraformrc', '.terraform/'],
    ['terraform plan'],
    ['terraform apply', 'opaque'],
    ['terraform plan -out=/x', 'opaque'],
    ['terraform plan --out=x', 'opaque'],
    ['terraform providers mirror x', 'opaque'],
  ),
  operator(
    ['aws'],
    {
      valued: /^--(?:profile|region|output|query|endpoint-url|filters?|instance-ids?|page-size|max-items)$/,
      looks:
        /^(?!secretsmanager|ssm|.*(?:get-secret|get-session|get-login|get-credential|get-parameter|get-password|decrypt|presign|get-object|export|get-federation|assume))(?:s3 ls|\S+ (?:describe-|list-|get-)\S*|sts get-caller-identity|configure list|logs (?:tail|filter-log-events))(?: |$)/,
      reaches:
        /^--(?:endpoint-url|ca-bundle|no-verify-ssl|cli-input|debug|profile=|generate-cli)|^(?:file|fileb|https?):\/\//,
    },
    ['.aws/'],
    ['aws s3 ls s3://bucket/path/'],
    ['aws ec2 describe-instances --region us-east-1'],
    ['aws secretsmanager get-secret-value --secret-id x', 'opaque'],
    ['aws s3 rm s3://b', 'opaque'],
    ['aws ec2 describe-instances --filters=file:///x', 'opaque'],
    ['aws s3 ls --endpoint-url http://h', 'opaque'],
  ),
  operator(
    ['gcloud', 'gsutil', 'bq'],
    {
      valued: /^--(?:project|region|zone|format|filter|limit)$/,
      looks:
        /^(?!secrets|auth|kms|iam)(?:ls|info|version|config list|(?:alpha |beta )?[\w-]+(?: [\w-]+)? (?:list|describe|read))(?: |$)/,
      reaches: /^--(?:impersonate|access-token|account|configuration|flags-file|log-http)/,
    },
    [],
    ['gcloud compute instances list'],
    ['gcloud secrets versions access 1', 'opaque'],
    ['gsutil rm gs://x', 'opaque'],
  ),
  operator(
    ['systemctl', 'service', 'rc-service', 'initctl', 'supervisorctl', 'pm2', 'launchctl', 'sv', 's6-svc', 'monit'],
    {
      valued: /^(?:-t|--type|-p|--property|-n|--lines|-o|--output|--state)$/,
      looks:
        /^(?:status|show|is-active|is-enabled|is-failed|cat|list-\S+|get-default|--version|help|(?:\S+) status|list|logs|describe|info)(?: |$)/,
      restarts:
        /^(?:start|stop|restart|reload|kill|try-restart|reload-or-restart|isolate|halt|poweroff|reboot|suspend|hibernate|kexec|rescue|emergency|daemon-reload|\S+ (?:start|stop|restart|reload))(?: |$)/,
      reaches: /^(?:-H|--host|-M|--machine|--root|--image)/,
    },
    ['systemd/'],
    ['systemctl status nginx'],
    ['systemctl restart nginx', 'restart systemctl restart nginx'],
    ['systemctl enable x', 'opaque'],
    ['systemctl -H h status', 'opaque'],
    ['systemctl --hos=h status', 'opaque'],
    ['systemctl --failed'],
  ),
];
