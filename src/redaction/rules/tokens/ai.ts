// Keys of model providers.
import { run, token } from '../../token.ts';

export const ai = [
  token({
    kind: 'openai-key',
    prefixes: ['sk-proj-', 'sk-svcacct-', 'sk-admin-', 'sk-None-'],
    parts: [run('url', 20, 300)],
  }),
  token({ kind: 'openai-key', prefixes: ['sk-'], parts: [run('alnum', 20), 'T3BlbkFJ', run('alnum', 20)] }),
  // DeepSeek, Moonshot, proxies and older services: the same beginning, 32 or more characters.
  token({ kind: 'api-key', prefixes: ['sk-'], parts: [run('alnum', 32, 128)], entropy: 3 }),
  token({ kind: 'anthropic-key', prefixes: ['sk-ant-'], parts: [run('lower', 3, 9), '-', run('url', 90, 200)] }),
  token({ kind: 'openrouter-key', prefixes: ['sk-or-v1-', 'sk-or-'], parts: [run('hex', 64)] }),
  token({ kind: 'huggingface-token', prefixes: ['hf_'], parts: [run('alnum', 30, 40)], entropy: 3.2 }),
  token({ kind: 'huggingface-token', prefixes: ['api_org_'], parts: [run('alnum', 34)] }),
  token({ kind: 'groq-key', prefixes: ['gsk_'], parts: [run('alnum', 40, 60)] }),
  token({ kind: 'xai-key', prefixes: ['xai-'], parts: [run('alnum', 70, 90)] }),
  token({ kind: 'replicate-token', prefixes: ['r8_'], parts: [run('alnum', 37, 40)] }),
  token({ kind: 'perplexity-key', prefixes: ['pplx-'], parts: [run('alnum', 40, 64)] }),
  token({ kind: 'nvidia-key', prefixes: ['nvapi-'], parts: [run('url', 50, 80)] }),
  token({ kind: 'fireworks-key', prefixes: ['fw_'], parts: [run('alnum', 22, 26)], entropy: 3.4 }),
  token({ kind: 'cerebras-key', prefixes: ['csk-'], parts: [run('lower', 40, 60)] }),
  token({ kind: 'pinecone-key', prefixes: ['pcsk_'], parts: [run('word', 40, 90)] }),
  token({ kind: 'langsmith-key', prefixes: ['lsv2_pt_', 'lsv2_sk_'], parts: [run('hex', 32), '_', run('hex', 10)] }),
  token({ kind: 'tavily-key', prefixes: ['tvly-'], parts: [run('url', 28, 60)] }),
  token({ kind: 'firecrawl-key', prefixes: ['fc-'], parts: [run('hex', 32)] }),
  token({ kind: 'jina-key', prefixes: ['jina_'], parts: [run('alnum', 50, 80)] }),
  token({ kind: 'together-key', prefixes: ['tgp_v1_'], parts: [run('url', 40, 50)] }),
  token({ kind: 'elevenlabs-key', prefixes: ['sk_'], parts: [run('hex', 48)] }),
  token({ kind: 'voyage-key', prefixes: ['pa-'], parts: [run('url', 43)], entropy: 3.8 }),
  token({ kind: 'apify-token', prefixes: ['apify_api_'], parts: [run('alnum', 36, 40)] }),
  token({ kind: 'e2b-key', prefixes: ['e2b_'], parts: [run('hex', 40)] }),
  token({ kind: 'cursor-key', prefixes: ['key_', 'crsr_'], parts: [run('hex', 64)] }),
  token({ kind: 'runpod-key', prefixes: ['rpa_'], parts: [run('UPPER', 40, 60)] }),
  token({
    kind: 'langfuse-key',
    prefixes: ['sk-lf-'],
    parts: [run('hex', 8), '-', run('hex', 4), '-', run('hex', 4), '-', run('hex', 4), '-', run('hex', 12)],
  }),
  token({ kind: 'brave-search-key', prefixes: ['BSA'], parts: [run('url', 27, 28)], entropy: 3.8 }),
  token({ kind: 'stability-key', prefixes: ['sk-'], parts: [run('alnum', 48)], entropy: 3 }),
];
