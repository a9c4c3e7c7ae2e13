import { useId, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { PhoneRow } from '../api/sandbox';
import { Icon } from '../shared/Icon';
import { useWords } from '../shared/language';
import { useModal } from '../shared/useModal';
import { words } from './words';

interface Props {
  title: string;
  rows: PhoneRow[];
  choose: (id: string) => void;
  close: () => void;
}

/** The list of a message, over the phone's screen: choose one, then send it, as in the app. */
export function Sheet({ title, rows, choose, close }: Props) {
  const say = useWords(words);
  const name = useId();
  const [picked, pick] = useState<string | null>(null);
  const dialog = useRef<HTMLDialogElement>(null);
  useModal(dialog, close);
  useFootOfScreen(dialog);
  return (
    <dialog ref={dialog} className="sheet" aria-label={title}>
      <header>
        <button aria-label={say.close} onClick={close}><Icon name="close" size={18} /></button>
        <strong>{title}</strong>
      </header>
      <div className="sheet-rows">
        {rows.map((row) => (
          <label key={row.id}>
            <span className="sheet-label">
              {row.label}
              {row.description && <small>{row.description}</small>}
            </span>
            <input type="radio" name={name} checked={picked === row.id} onChange={() => pick(row.id)} />
          </label>
        ))}
      </div>
      <button
        className="sheet-send"
        disabled={picked === null}
        onClick={() => {
          if (picked !== null) choose(picked);
          close();
        }}
      >
        {say.send}
      </button>
    </dialog>
  );
}

/** A modal dialog belongs to the page: it is put where the phone's own sheet would slide in. */
function useFootOfScreen(dialog: RefObject<HTMLDialogElement | null>): void {
  useLayoutEffect(() => {
    const place = () => {
      const screen = dialog.current?.closest('.phone-screen')?.getBoundingClientRect();
      if (!dialog.current || !screen) return;
      Object.assign(dialog.current.style, {
        left: `${screen.left}px`,
        width: `${screen.width}px`,
        bottom: `${Math.max(0, document.documentElement.clientHeight - screen.bottom)}px`,
      });
    };
    place();
    addEventListener('resize', place);
    addEventListener('scroll', place);
    return () => {
      removeEventListener('resize', place);
      removeEventListener('scroll', place);
    };
  }, [dialog]);
}
