import { useMemo } from 'react';
import { localeOf, useLanguage } from '../../shared/language';
import { useNow } from '../../shared/useNow';

/** Writes a day such as 2026-11-30 out, wherever the reader is. */
export function useDay(): (day: string) => string {
  const { language } = useLanguage();
  return useMemo(() => {
    const format = new Intl.DateTimeFormat(localeOf(language), { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
    return (day) => format.format(new Date(day));
  }, [language]);
}

/** Here, as 2026-11-30. */
export function useToday(): string {
  const now = new Date(useNow(60_000));
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
}
