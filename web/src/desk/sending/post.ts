import type { QueryClient } from '@tanstack/react-query';
import * as desk from '../../api/desk';
import { isUnreached, Refused } from '../../api/http';
import { seen, withMessage, type Talk } from '../conversation/talk';
import { CONVERSATION, LIST, MESSAGES } from '../queries';
import { isStale, LEFT, type Why } from './outgoing';
import { change, unsent, type Place } from './unsent';

const queues = new Map<string, Promise<void>>();

/** Sends one after the other what is written in one conversation: it arrives in the order of writing. */
export function post(client: QueryClient, place: Place, clientId: string, force = false): Promise<void> {
  const before = queues.get(place.conversation) ?? Promise.resolve();
  const after = before.then(() => attempt(client, place, clientId, force));
  queues.set(place.conversation, after);
  return after;
}

/** What could not reach the server tries again, in its order; what is old asks its author first. */
export async function postWaiting(client: QueryClient, place: Place): Promise<void> {
  for (const one of unsent(place).filter(({ state }) => state === 'waiting')) {
    if (isStale(one, Date.now())) change(place, { kind: 'refused', clientId: one.clientId, why: LEFT });
    else await post(client, place, one.clientId);
  }
}

async function attempt(client: QueryClient, place: Place, clientId: string, force: boolean): Promise<void> {
  const one = unsent(place).find((written) => written.clientId === clientId);
  if (!one) return; // withdrawn meanwhile
  const id = place.conversation;
  const seen_seq = seen(client.getQueryData<Talk>([...MESSAGES, id]));
  try {
    const content = one.content ?? ({ type: 'text', body: one.body } as const);
    const by = one.account ? { account: one.account } : {};
    const message = await desk.reply(id, { client_id: clientId, content, seen_seq, ...by, ...(force ? { force } : {}) });
    client.setQueryData<Talk>([...MESSAGES, id], (talk) => talk && withMessage(talk, message));
    change(place, { kind: 'confirmed', clientId });
    void client.invalidateQueries({ queryKey: LIST });
  } catch (failure) {
    refused(client, place, clientId, failure);
  }
}

function refused(client: QueryClient, place: Place, clientId: string, failure: unknown): void {
  const problem = failure instanceof Refused ? failure : new Refused(0, 'error', String(failure));
  if (isUnreached(problem)) change(place, { kind: 'unreached', clientId });
  else if (problem.code === 'newer_message') change(place, { kind: 'overtaken', clientId, newer: desk.newerOf(problem.problem) });
  else change(place, { kind: 'refused', clientId, why: whyOf(problem) });
  if (problem.status !== 409) return;
  for (const queryKey of [[...CONVERSATION, place.conversation], [...MESSAGES, place.conversation], LIST]) void client.invalidateQueries({ queryKey });
}

export function whyOf(failure: unknown): Why {
  return failure instanceof Refused ? { code: failure.code, detail: failure.message } : { code: 'error', detail: String(failure) };
}
