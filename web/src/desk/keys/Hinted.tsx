import { cloneElement, type ReactElement } from 'react';
import { useWords } from '../../shared/language';
import { spelled, type Command } from './keys';
import { useKeyOf } from './useKeyboard';
import { keyWords } from './words';

type Hintable = ReactElement<{ title?: string; 'aria-keyshortcuts'?: string }>;

/** A control that says which key does the same. */
export function Hinted({ command, label, children }: { command: Command; label: string; children: Hintable }) {
  const name = useWords(keyWords);
  const key = useKeyOf()(command);
  return cloneElement(children, { title: `${label} (${name.keys(key)})`, 'aria-keyshortcuts': spelled(key) });
}
