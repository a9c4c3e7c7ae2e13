/** A flow as one admin works on it: the text, what is done to it and not written yet, and the way back. Pure. */

import type { Boxes, Detail, Edit, Model, Note, Problem, Read } from '../../api/studio';
import { applied } from '../flow/edits';
import { same } from '../flow/values';

/** What undo goes back to. */
interface Moment {
  text: string;
  base: Model;
  pending: Edit[];
  boxes: Boxes;
  notes: readonly Note[];
}

/** What the server has. */
interface Saved {
  /** Of the draft; 0: there is none. */
  revision: number;
  text: string;
  base: Model;
  boxes: Boxes;
  notes: readonly Note[];
}

export interface Draft extends Moment {
  name: string;
  /** The published version, and its text. */
  version: string | null;
  published: string | null;
  /** How many of the pending edits are with the server. */
  asked: number;
  /** Counts what answers may not cross: undo, and text from elsewhere. */
  turn: number;
  /** The text has been read since it changed. */
  read: boolean;
  /** The text is a flow: `base` is of it, and not of an earlier one. */
  whole: boolean;
  problems: Problem[];
  past: Moment[];
  future: Moment[];
  /** What was done last, and when: more of the same soon after is one thing to undo. */
  last: { key: string; at: number };
  saved: Saved;
  saving: 'no' | 'now' | 'offline';
  /** Somebody saved another draft meanwhile. */
  stale: boolean;
  /** Why the last edit was not taken. */
  refusal: string | null;
}

export type Event =
  | { kind: 'edited'; edits: Edit[]; key: string; at: number }
  | { kind: 'typed'; text: string; at: number }
  | { kind: 'moved'; boxes: Boxes; at: number }
  | { kind: 'noted'; notes: readonly Note[]; key: string; at: number }
  | { kind: 'undone' }
  | { kind: 'redone' }
  | { kind: 'asked' }
  | ({ kind: 'answered'; turn: number; yaml: string } & Read)
  | { kind: 'refused'; turn: number; why: string }
  | { kind: 'unanswered' }
  | ({ kind: 'read'; text: string } & Read)
  | { kind: 'saving' }
  | ({ kind: 'saved'; text: string; revision: number } & Read)
  | { kind: 'unsaved'; stale: boolean }
  | { kind: 'placed'; boxes: Boxes }
  | { kind: 'pinned'; notes: readonly Note[] }
  | { kind: 'taken'; detail: Detail }
  | { kind: 'merged'; text: string; base: Model; revision: number; problems: Problem[] }
  | { kind: 'noticed' };

const GROUPED = 1_500; // milliseconds between two keys of one thing
const MOST_PAST = 200;
const NOTHING: Model = { name: '', version: '', head: {}, steps: [], ways: [] };

export function opened(detail: Detail): Draft {
  const text = detail.draft?.yaml ?? detail.yaml ?? '';
  const base = detail.model ?? { ...NOTHING, name: detail.name };
  return {
    name: detail.name, version: detail.version, published: detail.yaml, text, base, pending: [], boxes: detail.layout, notes: detail.notes, asked: 0, turn: 0,
    read: true, whole: detail.model !== null, problems: detail.problems, past: [], future: [], last: { key: '', at: 0 },
    saved: { revision: detail.draft?.revision ?? 0, text, base, boxes: detail.layout, notes: detail.notes }, saving: 'no', stale: false, refusal: null,
  };
}

/** As somebody sees it now, edits on their way included. */
export const modelOf = (draft: Draft): Model => applied(draft.base, draft.pending);

/** Everything is written, and read again. */
export const isSettled = (draft: Draft): boolean => draft.pending.length === 0 && draft.read;
export const isSaved = (draft: Draft): boolean => isSettled(draft) && draft.text === draft.saved.text;
/** There is something that is not published. */
export const isChanged = (draft: Draft): boolean => draft.saved.revision > 0 || draft.text !== draft.published || draft.pending.length > 0;

export function next(draft: Draft, event: Event): Draft {
  switch (event.kind) {
    case 'edited':
      return { ...kept(draft, event.key, event.at), pending: [...draft.pending, ...event.edits], refusal: null };
    case 'typed':
      return { ...kept(draft, 'typed', event.at), text: event.text, pending: [], asked: 0, turn: draft.turn + 1, read: false, refusal: null };
    case 'moved':
      return { ...kept(draft, 'moved', event.at), boxes: event.boxes };
    case 'noted':
      return { ...kept(draft, event.key, event.at), notes: event.notes };
    case 'undone':
      return turned(draft, 'past', 'future');
    case 'redone':
      return turned(draft, 'future', 'past');
    case 'asked':
      return { ...draft, asked: draft.pending.length };
    case 'answered':
      return event.turn === draft.turn ? answered(draft, event) : draft;
    case 'refused':
      return event.turn === draft.turn ? { ...draft, pending: draft.pending.slice(draft.asked), asked: 0, refusal: event.why } : draft;
    case 'unanswered':
      return { ...draft, asked: 0, saving: 'offline' };
    case 'read':
      return event.text === draft.text ? { ...draft, ...understood(draft, event), read: true } : draft;
    case 'saving':
      return { ...draft, saving: 'now' };
    case 'saved':
      return saved(draft, event);
    case 'unsaved':
      return { ...draft, saving: event.stale ? 'no' : 'offline', stale: event.stale };
    case 'placed':
      return { ...draft, saved: { ...draft.saved, boxes: event.boxes } };
    case 'pinned':
      return { ...draft, saved: { ...draft.saved, notes: event.notes } };
    case 'taken':
      return taken(draft, event.detail);
    case 'merged':
      return merged(draft, event);
    case 'noticed':
      return { ...draft, refusal: null };
  }
}

const momentOf = ({ text, base, pending, boxes, notes }: Draft): Moment => ({ text, base, pending, boxes, notes });

/** A way back to here, unless this goes on with what was done a moment ago. */
function kept(draft: Draft, key: string, at: number): Draft {
  const goesOn = key !== '' && key === draft.last.key && at - draft.last.at < GROUPED;
  const past = goesOn ? draft.past : [...draft.past, momentOf(draft)].slice(-MOST_PAST);
  return { ...draft, past, future: [], last: { key, at } };
}

function turned(draft: Draft, from: 'past' | 'future', to: 'past' | 'future'): Draft {
  const moment = draft[from].at(-1);
  if (!moment) return draft;
  const stacks = { [from]: draft[from].slice(0, -1), [to]: [...draft[to], momentOf(draft)] };
  return { ...draft, ...moment, ...stacks, asked: 0, turn: draft.turn + 1, read: moment.text === draft.text && draft.read, last: { key: '', at: 0 }, refusal: null };
}

function understood(draft: Draft, { model, problems }: Read): Pick<Draft, 'base' | 'whole' | 'problems'> {
  return { base: model ?? draft.base, whole: model !== null, problems };
}

function answered(draft: Draft, event: { yaml: string } & Read): Draft {
  // What cannot be read as a flow yet still shows what was done to it.
  const base = event.model ?? applied(draft.base, draft.pending.slice(0, draft.asked));
  return { ...draft, text: event.yaml, base, whole: event.model !== null, problems: event.problems, pending: draft.pending.slice(draft.asked), asked: 0, read: true, saving: draft.saving === 'offline' ? 'no' : draft.saving };
}

function saved(draft: Draft, event: { text: string; revision: number } & Read): Draft {
  const current = event.text === draft.text && draft.pending.length === 0 ? understood(draft, event) : {};
  return { ...draft, ...current, saved: { ...draft.saved, revision: event.revision, text: event.text, base: event.model ?? draft.base }, saving: 'no' };
}

/** What the server has now, in place of what was here; undo brings that back. */
function taken(draft: Draft, detail: Detail): Draft {
  const fresh = opened(detail);
  return { ...fresh, turn: draft.turn + 1, past: same(fresh.text, draft.text) ? draft.past : [...draft.past, momentOf(draft)], boxes: draft.boxes, notes: draft.notes, saved: { ...fresh.saved, boxes: draft.saved.boxes, notes: draft.saved.notes } };
}

/** Both drafts in one, to be saved over the other's. */
function merged(draft: Draft, { text, base, revision, problems }: { text: string; base: Model; revision: number; problems: Problem[] }): Draft {
  const fresh = { ...draft, text, base, problems, pending: [], asked: 0, turn: draft.turn + 1, read: true, whole: true, stale: false };
  return { ...fresh, past: [...draft.past, momentOf(draft)], future: [], saved: { ...draft.saved, revision, text: '' } };
}
