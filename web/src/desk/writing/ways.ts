/** By which of the customer's apps one answers, and what is left where the app takes no free words. Pure. */

import type { Conversation, Message, Way } from '../../api/desk';
import { isDraft, wordsOf } from '../conversation/conversation';

/** The way that was chosen, while it is there; else where the customer wrote last. */
export function wayOf(conversation: Conversation, chosen: string | null): Way | null {
  return conversation.ways.find((way) => way.account === chosen) ?? conversation.ways[0] ?? null;
}

/** What can be done where nothing can be written freely. */
export function left(conversation: Conversation, way: Way | null): { template: boolean; others: Way[] } {
  const template = way?.why_not === 'window_closed' && way.window.after.includes('template');
  return { template, others: conversation.ways.filter((one) => one !== way && one.why_not === null) };
}

/** What the bot was about to say when somebody took over, where nobody of ours has spoken since. */
export function offeredDraft(messages: readonly Message[], dismissed: ReadonlySet<string>): Message | null {
  const spoken = messages.findLastIndex((one) => one.author === 'agent');
  const draft = messages.slice(spoken + 1).findLast(isDraft);
  return draft && !dismissed.has(draft.id) && wordsOf(draft.content) ? draft : null;
}

/** "name=value", line by line. */
export function params(text: string): Record<string, string> {
  const pairs = text.split('\n').map((line) => line.split('='));
  return Object.fromEntries(pairs.flatMap(([name = '', ...value]) => (name.trim() && value.length > 0 ? [[name.trim(), value.join('=').trim()]] : [])));
}
