/** The Desk's part of the API. */

import { ask, carry } from './http';
import type { Act, Conversation, ListPage, View, Whole } from './conversationShapes';
import type { DeadKind, DeadLetters } from './deadShapes';
import type { Message, MessagePage, Preview, Reply } from './messageShapes';
import type { Demo, Session } from './sessionShapes';

export * from './conversationShapes';
export * from './deadShapes';
export * from './messageShapes';
export * from './sessionShapes';
export { watch, type Change } from './watch';

const base = '/desk/api';
const of = (id: string) => `${base}/conversations/${encodeURIComponent(id)}`;

function remember(session: Session): Session {
  carry(session.csrf);
  return session;
}

export const session = async () => remember(await ask<Session>('GET', `${base}/session`));
export const logIn = async (email: string, password: string) =>
  remember(await ask<Session>('POST', `${base}/login`, { email, password }));
export const logOut = () => ask<null>('POST', `${base}/logout`);

export function list(view: View | 'offers', q: string, after: string): Promise<ListPage> {
  const query = new URLSearchParams({ view, ...(q ? { q } : {}), ...(after ? { after } : {}) });
  return ask<ListPage>('GET', `${base}/cases?${query.toString()}`);
}

export function messages(id: string, where: { before?: string } = {}): Promise<MessagePage> {
  const query = new URLSearchParams({ limit: '100', ...(where.before ? { before: where.before } : {}) });
  return ask<MessagePage>('GET', `${of(id)}/messages?${query.toString()}`);
}

export const conversation = (id: string) => ask<Whole>('GET', of(id));
export const act = (id: string, name: Act, epoch: number) =>
  ask<{ conversation: Conversation }>('POST', `${of(id)}/${name}`, { epoch });
export const resolve = (id: string, epoch: number, conclusion: string | null) =>
  ask<{ conversation: Conversation }>('POST', `${of(id)}/resolve`, { epoch, conclusion });
export const reply = (id: string, given: Reply) => ask<Message>('POST', `${of(id)}/reply`, given);
export const present = (id: string, kind: 'typing' | 'read') => ask<null>('POST', `${of(id)}/presence`, { kind });
export const deadLetters = () => ask<DeadLetters>('GET', `${base}/dead-letters`);
export const retry = (kind: DeadKind, id: string) => ask<null>('POST', `${base}/dead-letters/${kind}/${encodeURIComponent(id)}/retry`);
export const mediaUrl = (id: string) => `${base}/media/${encodeURIComponent(id)}`;

/** What the server gave of a demonstration, in a session or in its refusal. */
export function demoOf(problem: Record<string, unknown>): Demo | undefined {
  return problem['demo'] as Demo | undefined;
}

/** What was said meanwhile, in the refusal `newer_message`. */
export function newerOf(problem: Record<string, unknown>): Preview[] {
  return (problem['messages'] as Preview[] | undefined) ?? [];
}
