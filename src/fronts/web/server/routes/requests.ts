// What waits for a person, and deciding it: with the console's rules, through the same desk.
import type { Hono } from 'hono';
import type { z } from 'zod';
import { isId } from '../../../../core/ids.ts';
import { type Decided, decisionBody, type requests } from '../../api.ts';
import { toRequest } from '../cards.ts';
import { resultOf } from '../decisions.ts';
import { RequestFailure } from '../failures.ts';
import { type RouteParts, readBody, type WebEnv } from '../web-env.ts';

export function routeRequests(app: Hono<WebEnv>, { desk, clock, whyNotDecide }: RouteParts): void {
  app.get('/api/v1/requests', (call) => {
    const viewer = call.get('viewer');
    const now = clock.micros();
    const answer: z.infer<typeof requests> = {
      requests: desk.pending(viewer).map((card) => toRequest(card, now, whyNotDecide(viewer, card))),
    };
    return call.json(answer);
  });

  app.post('/api/v1/requests/:id/decision', async (call) => {
    const by = call.get('viewer');
    const request = call.req.param('id');
    if (!isId('req', request)) throw new RequestFailure('NOT_FOUND');
    const { decision, note: given, digest, requests: shown, word } = await readBody(call, decisionBody);
    const note = given?.trim() || null;
    if (decision === 'deny' && note === null) {
      return call.json<Decided>({
        result: 'note-required',
        sentence: 'a note is needed: it is what the agent is told',
      });
    }
    if (decision === 'approve' && desk.card(request, by)?.highRisk === true && word !== 'approve') {
      return call.json<Decided>({ result: 'word-required', sentence: 'high risk: type the word approve' });
    }
    // The page itself waits until a card has been seen for a moment; a clock of its own proves nothing here.
    const result = await desk.decide({ request, decision, by, note, shown: { digest, requests: shown, since: null } });
    const answer = resultOf(result, decision);
    if (answer === null) throw new RequestFailure('NOT_FOUND');
    return call.json<Decided>(answer);
  });
}
