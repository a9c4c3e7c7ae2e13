import { cloneElement, type ReactElement } from 'react';
import { useWords } from '../../shared/language';
import { isCapital, keyOf, type Command } from './keys';
import { keyWords } from './words';

type Hintable = ReactElement<{ title?: string; 'aria-keyshortcuts'?: string }>;

/** A control that says which key does the same. */
export function Hinted({ command, label, children }: { command: Command; label: string; children: Hintable }) {
  const name = useWords(keyWords);
  const key = keyOf(command);
  return cloneElement(children, { title: `${label} (${name.keys(key)})`, 'aria-keyshortcuts': isCapital(key) ? `Shift+${key}` : key });
}
