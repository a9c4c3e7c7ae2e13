import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Icon } from '../shared/Icon';
import { useWords } from '../shared/language';
import { useDates } from '../shared/useDates';
import { useNow } from '../shared/useNow';
import { words } from './words';

/** To the conversation it belongs to, and once more where that makes sense. */
export function Acts({ conversation, busy, retry }: { conversation: string | null; busy: boolean; retry: (() => void) | undefined }) {
  const say = useWords(words);
  return (
    <div className="letter-acts">
      {conversation && <Button component={Link} href={`/desk/all/${conversation}`} size="xs" variant="subtle" aria-label={say.openWhole} title={say.openWhole}>{say.open}</Button>}
      {retry && <Button size="xs" variant="default" loading={busy} leftSection={<Icon name="retry" size={14} />} onClick={retry}>{say.retry}</Button>}
    </div>
  );
}

export function When({ at }: { at: string }) {
  const dates = useDates();
  const now = useNow(60_000);
  return <time dateTime={at} title={dates.full(at)}>{dates.brief(at, now)}</time>;
}

export function Part({ title, count, none, children }: { title: string; count: number; none: string; children: ReactNode }) {
  return (
    <section className="deadletters-part">
      <h2>{title} <span>{count}</span></h2>
      {count === 0 ? <p className="deadletters-none"><Icon name="check" size={18} /> {none}</p> : <ul className="letters">{children}</ul>}
    </section>
  );
}
