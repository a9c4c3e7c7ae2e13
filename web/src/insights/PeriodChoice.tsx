import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Period } from '../api/insights';
import { useWords } from '../shared/language';
import { Segments } from '../shared/Segments';
import { periodBetween, periodOf, PRESETS, type Preset } from './insights';
import { words } from './words';

const CHOICES = [...PRESETS, 'chosen'] as const;

/** The last days, or from a day to another. */
export function PeriodChoice({ period, choose }: { period: Period; choose: (period: Period) => void }) {
  const say = useWords(words);
  const [preset, setPreset] = useState<Preset | 'chosen'>('month');
  const [days, setDays] = useState<[string, string]>(['', '']);
  const pick = (value: Preset | 'chosen') => {
    setPreset(value);
    if (value === 'chosen') setDays([local(period.since, 0), local(period.until, -1)]);
    else choose(periodOf(value, new Date()));
  };
  const write = (next: [string, string]) => {
    setDays(next);
    const chosen = periodBetween(...next);
    if (chosen) choose(chosen);
  };
  const bad = preset === 'chosen' && periodBetween(...days) === null;
  return (
    <div className="period">
      <Segments label={say.period} value={preset} choose={pick} choices={CHOICES.map((value) => ({ value, label: say.presets[value] }))} />
      {preset === 'chosen' && (
        <>
          <TextInput type="date" size="xs" aria-label={say.from} value={days[0]} error={bad} onChange={(event) => write([event.currentTarget.value, days[1]])} />
          <TextInput type="date" size="xs" aria-label={say.to} value={days[1]} error={bad} onChange={(event) => write([days[0], event.currentTarget.value])} />
          {bad && <span role="alert" className="period-bad">{say.badPeriod}</span>}
        </>
      )}
    </div>
  );
}

/** The day of the reader's clock, some days on. */
function local(at: string, days: number): string {
  const day = new Date(at);
  day.setDate(day.getDate() + days);
  return `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, '0')}-${String(day.getDate()).padStart(2, '0')}`;
}
