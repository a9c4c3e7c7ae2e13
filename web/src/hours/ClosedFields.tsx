import { ActionIcon, Button, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import type { ClosedDay } from '../api/hours';
import { Icon } from '../shared/Icon';
import { useWords } from '../shared/language';
import { coming, dayOf } from './hours';
import { useDays } from './useDays';
import { words } from './words';

interface Props {
  closed: readonly string[];
  /** When days that only the server can compute come next. */
  known: readonly ClosedDay[];
  change: (closed: readonly string[]) => void;
}

/** Days on which nobody answers: taken away one by one, and added by their date. */
export function ClosedFields({ closed, known, change }: Props) {
  const say = useWords(words);
  const { dated } = useDays();
  const [date, setDate] = useState('');
  const [yearly, setYearly] = useState(true);
  const today = useToday();
  const field = useRef<HTMLInputElement>(null);
  const add = () => {
    const day = dayOf(date, yearly);
    if (!closed.includes(day)) change([...closed, day]);
    setDate('');
    field.current?.focus();
  };
  const remove = (day: string) => {
    change(closed.filter((one) => one !== day));
    field.current?.focus(); // what had it is gone
  };
  return (
    <>
      {closed.length === 0 && <p className="day-closed">{say.noneYet}</p>}
      <ul className="closed-days">
        {coming(closed, known, today).map((one) => (
          <li key={one.day}>
            <span>{dated(one)}</span>
            <ActionIcon variant="subtle" color="gray" size="sm" aria-label={say.takeDay(dated(one))} onClick={() => remove(one.day)}><Icon name="close" size={14} /></ActionIcon>
          </li>
        ))}
      </ul>
      <div className="closed-add">
        <TextInput ref={field} type="date" label={say.date} value={date} onChange={(event) => setDate(event.currentTarget.value)} />
        <label className="closed-yearly"><input type="checkbox" checked={yearly} onChange={(event) => setYearly(event.currentTarget.checked)} /> {say.everyYear}</label>
        <Button variant="default" disabled={date === ''} onClick={add}>{say.addDay}</Button>
      </div>
    </>
  );
}

function useToday(): string {
  const [today] = useState(() => new Date());
  return `${today.getFullYear()}-${String(today.getMonth() + 1).padStart(2, '0')}-${String(today.getDate()).padStart(2, '0')}`;
}
