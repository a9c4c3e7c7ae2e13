import { Button, Skeleton } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import { Icon } from './Icon';
import './page.css';

interface Props {
  title: string;
  lead: string;
  acts?: ReactNode;
  children: ReactNode;
}

/** A page of its own: what it is, what can be done there, and what it shows. */
export function Page({ title, lead, acts, children }: Props) {
  useEffect(() => {
    document.title = `${title} · Causerie`;
  }, [title]);
  return (
    <main className="page">
      <header className="page-head">
        <div><h1>{title}</h1><p>{lead}</p></div>
        {acts && <div className="page-acts">{acts}</div>}
      </header>
      {children}
    </main>
  );
}

export function Part({ title, count, hint, side, children }: { title: string; count?: number; hint?: string; side?: ReactNode; children: ReactNode }) {
  return (
    <section className="page-part">
      <header><h2>{title}{count !== undefined && <span>{count}</span>}</h2>{side}</header>
      {hint && <p className="page-hint">{hint}</p>}
      {children}
    </section>
  );
}

/** Nothing is there, and that is no fault. */
export function Empty({ children }: { children: ReactNode }) {
  return <p className="page-none"><Icon name="check" size={18} /> {children}</p>;
}

/** It did not work; with `again`, it may be tried once more. */
export function Bad({ text, again }: { text: string; again?: { label: string; run: () => void } }) {
  return (
    <p className="page-bad" role="alert">
      <Icon name="warning" size={16} /> {text}
      {again && <Button size="compact-sm" variant="default" onClick={again.run}>{again.label}</Button>}
    </p>
  );
}

/** The shape of what comes, until it is there. */
export function Coming({ heights, label }: { heights: number[]; label: string }) {
  return (
    <div aria-busy="true" role="status" aria-label={label} style={{ display: 'grid', gap: 16 }}>
      {heights.map((height, at) => <Skeleton key={at} height={height} radius="md" />)}
    </div>
  );
}
