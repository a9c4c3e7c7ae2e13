import { ActionIcon, Button } from '@mantine/core';
import { useId, useRef, useState } from 'react';
import { Icon } from '../shared/Icon';
import { useWords } from '../shared/language';
import { another, isOvernight, tidy, type Period, type Wrong } from './hours';
import { words } from './words';

interface Props {
  day: string;
  periods: readonly Period[];
  wrong: Wrong | null;
  change: (periods: readonly Period[]) => void;
  /** Null: there is no day before. */
  before: readonly Period[] | null;
}

/** The periods of one day of the week; none is closed. */
export function DayFields({ day, periods, wrong, change, before }: Props) {
  const say = useWords(words);
  const told = useId();
  const adding = useRef<HTMLButtonElement>(null);
  const [added, setAdded] = useState<number>();
  const add = () => {
    setAdded(periods.length);
    change([...periods, another(periods)]);
  };
  const remove = (at: number) => {
    setAdded(undefined);
    change(periods.toSpliced(at, 1));
    adding.current?.focus(); // what had it is gone
  };
  return (
    <fieldset className="day" aria-describedby={wrong ? told : undefined}>
      <legend>{day}</legend>
      <div className="day-periods">
        {periods.length === 0 && <span className="day-closed">{say.closed}</span>}
        {periods.map((one, at) => (
          <PeriodFields key={at} day={day} number={at + 1} period={one} wrong={wrong !== null} first={at === added} change={(to) => change(periods.with(at, to))} remove={() => remove(at)} />
        ))}
        {wrong && <p id={told} className="day-wrong" role="alert"><Icon name="warning" size={14} /> {say.wrong(wrong)}</p>}
      </div>
      <div className="day-acts">
        <Button ref={adding} size="compact-sm" variant="subtle" leftSection={<Icon name="plus" size={14} />} aria-label={say.addOf(day)} onClick={add}>{say.add}</Button>
        {before && <Button size="compact-sm" variant="subtle" aria-label={say.sameOf(day)} onClick={() => change(before)}>{say.sameAsBefore}</Button>}
      </div>
    </fieldset>
  );
}

interface PeriodProps {
  day: string;
  number: number;
  period: Period;
  wrong: boolean;
  /** It was just added: one writes on in it. */
  first: boolean;
  change: (period: Period) => void;
  remove: () => void;
}

function PeriodFields({ day, number, period, wrong, first, change, remove }: PeriodProps) {
  const say = useWords(words);
  const leave = () => change(tidy(period));
  return (
    <div className="day-period">
      <TimeField label={say.from(day, number)} first={first} wrong={wrong} value={period.from} change={(from) => change({ ...period, from })} leave={leave} />
      <span aria-hidden="true">{say.until}</span>
      <TimeField label={say.to(day, number)} wrong={wrong} value={period.to} change={(to) => change({ ...period, to })} leave={leave} />
      <ActionIcon variant="subtle" color="gray" aria-label={say.removeOf(day, number)} onClick={remove}><Icon name="close" size={15} /></ActionIcon>
      {isOvernight(period) && <small>{say.overnight}</small>}
    </div>
  );
}

interface TimeProps {
  label: string;
  first?: boolean;
  wrong: boolean;
  value: string;
  change: (value: string) => void;
  leave: () => void;
}

/** A field of the browser's own would be in the browser's language, and knows no 24:00. */
function TimeField({ label, first = false, wrong, value, change, leave }: TimeProps) {
  return <input autoFocus={first} inputMode="numeric" autoComplete="off" maxLength={7} placeholder="09:00" required aria-label={label} aria-invalid={wrong} value={value} onChange={(event) => change(event.currentTarget.value)} onBlur={leave} />;
}
