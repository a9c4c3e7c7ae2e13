import { useState, type KeyboardEvent, type RefObject } from 'react';
import { flushSync } from 'react-dom';
import { called, replaced, type Called } from './suggest';

export interface Suggestion {
  id: string;
  title: string;
  detail: string;
  /** What takes the place of the call. */
  text: string;
}

export interface UsedSuggestions {
  shown: Suggestion[];
  at: number;
  choose: (one: Suggestion) => void;
  /** Whether the key was for the list. */
  press: (event: KeyboardEvent) => boolean;
  /** To be told where the caret is, whenever the text or the caret moves. */
  look: () => void;
  close: () => void;
}

interface Given {
  field: RefObject<HTMLTextAreaElement | null>;
  sign: '/' | '@';
  find: (query: string) => Suggestion[];
  write: (text: string) => void;
  chosen?: (one: Suggestion) => void;
}

/** What fits what is being called at the caret. */
export function useSuggestions({ field, sign, find, write, chosen }: Given): UsedSuggestions {
  const [call, setCall] = useState<Called | null>(null);
  const [at, setAt] = useState(0);
  const shown = call ? find(call.query) : [];
  const close = () => setCall(null);
  const look = () => {
    const now = field.current ? called(sign, field.current.value, field.current.selectionEnd) : null;
    if (now?.query !== call?.query) setAt(0);
    setCall(now);
  };
  const choose = (one: Suggestion) => {
    if (!field.current || !call) return;
    const made = replaced(field.current.value, call, one.text);
    // At once, for the next letter may be under way already.
    flushSync(() => {
      write(made.text);
      close();
      chosen?.(one);
    });
    field.current.focus();
    field.current.setSelectionRange(made.caret, made.caret);
  };
  const press = (event: KeyboardEvent) => {
    const one = shown[at];
    if (!one) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setAt((at + step + shown.length) % shown.length);
    else if (event.key === 'Enter' || event.key === 'Tab') choose(one);
    else if (event.key === 'Escape') close();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  return { shown, at, choose, press, look, close };
}
