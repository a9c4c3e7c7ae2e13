import { useState, type ReactNode } from 'react';

interface Props {
  /** Under which name the browser remembers that it is folded. */
  name: string;
  title: string;
  folded?: boolean;
  children: ReactNode;
}

/** One part of the panel; folded parts stay so, and what is folded is not drawn. */
export function Part({ name, title, folded = false, children }: Props) {
  const key = `causerie.context.${name}`;
  const [open, setOpen] = useState(() => (localStorage.getItem(key) ?? (folded ? 'folded' : 'open')) === 'open');
  const turn = (now: boolean) => {
    setOpen(now);
    localStorage.setItem(key, now ? 'open' : 'folded');
  };
  return (
    <details className="context-part" open={open} onToggle={(event) => event.currentTarget.open !== open && turn(event.currentTarget.open)}>
      <summary><h2>{title}</h2></summary>
      {open && children}
    </details>
  );
}
