import { useMemo } from 'react';
import type { ClosedDay } from '../api/hours';
import { localeOf, useLanguage, useWords } from '../shared/language';
import { DAYS, isYearly } from './hours';
import { words } from './words';

const MONDAY = Date.UTC(2024, 0, 1);
const DAY = 86_400_000; // milliseconds

/** Days as the page's language names them: those of the week, Monday first, and those of the calendar. */
export function useDays(): { week: string[]; dated: (one: ClosedDay) => string } {
  const { language } = useLanguage();
  const say = useWords(words);
  return useMemo(() => {
    const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(localeOf(language), { ...options, timeZone: 'UTC' });
    const [weekday, date] = [format({ weekday: 'long' }), format({ weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' })];
    return {
      week: DAYS.map((_, at) => weekday.format(MONDAY + at * DAY)),
      dated: ({ day, next }) => {
        const shown = next ?? (isYearly(day) ? null : day);
        return [shown === null ? day : date.format(Date.parse(shown)), next === null && !isYearly(day) && `(${say.over})`, isYearly(day) && `(${say.yearly})`].filter(Boolean).join(' ');
      },
    };
  }, [language, say]);
}
