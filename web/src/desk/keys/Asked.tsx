import { Modal } from '@mantine/core';
import { useLayoutEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { useWords } from '../../shared/language';
import { words } from '../words';
import { isWritten, stepOf } from './keys';
import { keyWords } from './words';

interface Props {
  opened: boolean;
  close: () => void;
  title: string;
  /** Back to the field, for who meant to write; without: a press, and no key, opened it. */
  write?: (() => void) | undefined;
  children: ReactNode;
}

/** What is asked before something is done. A key may have opened it by mistake: whoever writes on is brought back to the
 * field with that letter, and no letter or space answers for them. Enter answers what has the focus. */
export function Asked({ opened, ...inside }: Props) {
  const say = useWords(words);
  const { close, title } = inside;
  return (
    <Modal opened={opened} onClose={close} title={title} centered size="sm" returnFocus={false} transitionProps={{ duration: 0 }} closeButtonProps={{ 'aria-label': say.close }}>
      <Question {...inside} />
    </Modal>
  );
}

function Question({ close, write, children }: Omit<Props, 'opened' | 'title'>) {
  const name = useWords(keyWords);
  const frame = useRef<HTMLDivElement>(null);
  const meant = useRef(false);
  useFocusBack();
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLElement && event.target.matches('input')) return;
    const step = stepOf(event.key);
    if (step !== 0) move(frame.current, step);
    // Tab and arrows show that it was meant: from there on a space presses a button, as it does everywhere.
    if (event.key === 'Tab' || step !== 0) meant.current = true;
    const written = isWritten({ key: event.key, modified: event.ctrlKey || event.altKey || event.metaKey });
    if (step !== 0 || (written && event.repeat)) event.preventDefault();
    else if (write && written && !meant.current) {
      write(); // before the letter is put where the focus is
      close();
    }
  };
  return (
    <div ref={frame} onKeyDown={onKeyDown}>
      {children}
      {write && <p className="asked-keys">{name.asked}</p>}
    </div>
  );
}

/** The focus goes back where it was, unless it has gone elsewhere. The dialog's own way would take it from the field again. */
export function useFocusBack(): void {
  useLayoutEffect(() => {
    const from = document.activeElement;
    return () => {
      requestAnimationFrame(() => {
        if (document.activeElement === document.body && from instanceof HTMLElement) from.focus({ preventScroll: true });
      });
    };
  }, []);
}

function move(frame: HTMLElement | null, step: number): void {
  const buttons = [...(frame?.querySelectorAll<HTMLElement>('button:enabled') ?? [])];
  const at = buttons.findIndex((one) => one === document.activeElement);
  buttons[(at + step + buttons.length) % buttons.length]?.focus();
}
