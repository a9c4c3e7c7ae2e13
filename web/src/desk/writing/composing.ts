import { useState, type RefObject } from 'react';
import type { Session, Whole } from '../../api/desk';
import type { UsedConversation } from '../conversation/useConversation';
import type { UsedNotes } from '../notes/useNotes';
import { useDraft } from '../sending/useDraft';
import type { UsedSending } from '../sending/useSending';
import type { Place } from '../sending/unsent';

export type Mode = 'reply' | 'note';

export interface Writing {
  mode: Mode;
  setMode: (mode: Mode) => void;
  draft: string;
  write: (text: string) => void;
}

/** What is at hand where an agent writes. */
export interface Composing {
  writing: Writing;
  field: RefObject<HTMLTextAreaElement | null>;
  used: UsedConversation;
  whole: Whole;
  session: Session;
  name: string;
  place: Place;
  sending: UsedSending;
  notes: UsedNotes;
  /** Takes the pen, where it may be taken. */
  take: (() => void) | null;
  /** Ends it, once what is written has left; null: it is not for this agent to end. */
  resolve: (() => void) | null;
  /** Puts it aside, likewise. */
  snooze: (() => void) | null;
  /** A canned reply has ended it. */
  resolved: () => void;
  takeDraft: (text: string) => void;
  writes: (mode: 'replying' | 'noting') => void;
}

/** The draft of the reply and which of the two is written. */
export function useWriting(place: Place): Writing {
  const [draft, write] = useDraft(place, 'reply');
  const [mode, setMode] = useState<Mode>('reply');
  return { mode, setMode, draft, write };
}
