/** What agents do beside answering: their duty, their colleagues, notes, drafts, tags, links, and the bot's switch. */

import { ask } from './http';
import type { Control, Conversation, Snooze, Transfer } from './conversationShapes';
import type { AllCanned, Canned, Colleagues, Correction, Declaration, DraftBody, Drafts, Duty, KnownTags, LeftOff, Links, NewCanned, NewNote, Note, Notes, Pivot, Switch, Switches, Tags, Trail } from './wire';

export type { Canned, Colleague, Colleagues, Correction, Duty, Links, MacroAct, NewCanned, Note, Pivot, Suggested, Switches, Trail } from './wire';

const base = '/desk/api';
const of = (id: string) => `${base}/conversations/${encodeURIComponent(id)}`;

/** `conversation` null: given to where this agent may not look. */
export interface Acted {
  conversation: Conversation | null;
}

export type DutyStatus = Declaration['status'];
export type Looking = 'viewing' | 'replying' | 'noting';

export const duty = () => ask<Duty>('GET', `${base}/duty`);
export const declare = (said: Declaration) => ask<Duty>('PUT', `${base}/duty`, said);
export const colleagues = () => ask<Colleagues>('GET', `${base}/colleagues`);
export const look = (id: string, mode: Looking, focused: boolean) => ask<null>('POST', `${of(id)}/looking`, { mode, focused });
export const leftOff = (id: string) => ask<LeftOff>('GET', `${of(id)}/left-off`);
export const see = (id: string, seq: number) => ask<null>('PUT', `${of(id)}/left-off`, { seq });
export const transfer = (id: string, given: Transfer) => ask<Acted>('POST', `${of(id)}/transfer`, given);
export const snooze = (id: string, given: Snooze) => ask<Acted>('POST', `${of(id)}/snooze`, given);
export const control = (id: string, given: Control) => ask<Acted>('POST', `${of(id)}/thread`, given);
export const notes = (id: string) => ask<Notes>('GET', `${of(id)}/notes`);
export const addNote = (id: string, given: NewNote) => ask<Note>('POST', `${of(id)}/notes`, given);
export const drafts = (id: string) => ask<Drafts>('GET', `${of(id)}/drafts`);
export const keepDraft = (id: string, given: DraftBody) => ask<null>('PUT', `${of(id)}/drafts`, given);
export const knownTags = () => ask<KnownTags>('GET', `${base}/tags`);
export const tag = (id: string, given: Tags) => ask<Tags>('PUT', `${of(id)}/tags`, given);
export const correct = (messageId: string, given: Correction) => ask<null>('POST', `${base}/messages/${encodeURIComponent(messageId)}/triage`, given);
export const canned = () => ask<AllCanned>('GET', `${base}/canned`);
export const addCanned = (given: NewCanned) => ask<Canned>('POST', `${base}/canned`, given);
export const changeCanned = (id: string, given: NewCanned) => ask<Canned>('PUT', `${base}/canned/${encodeURIComponent(id)}`, given);
export const removeCanned = (id: string) => ask<null>('DELETE', `${base}/canned/${encodeURIComponent(id)}`);
export const pivot = (id: string, account: string) => ask<Pivot>('POST', `${of(id)}/pivot`, { account });
export const switches = () => ask<Switches>('GET', `${base}/switches`);
export const turn = (given: Switch) => ask<Switches>('POST', `${base}/switches`, given);
export const links = (id: string) => ask<Links>('GET', `${of(id)}/links`);
export const merge = (id: string, customer_id: string, why: string) => ask<Links>('POST', `${of(id)}/links`, { customer_id, why });
export const part = (id: string, customer_id: string, apart: boolean) => ask<Links>('POST', `${of(id)}/links/apart`, { customer_id, apart });
export const unlink = (linkId: string) => ask<null>('POST', `${base}/links/${encodeURIComponent(linkId)}/undo`);
export const trail = (id: string) => ask<Trail>('GET', `${of(id)}/trail`);
