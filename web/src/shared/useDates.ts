import { useMemo } from 'react';
import { localeOf, useLanguage } from './language';

export interface Dates {
  time: (at: string) => string;
  day: (at: string) => string;
  /** A time today, a day before. */
  brief: (at: string, now: number) => string;
  full: (at: string) => string;
  /** A time today, else with its day of this week. */
  soon: (at: string, now: number) => string;
  timeIn: (zone: string, now: number) => string;
}

/** Dates as the page's language writes them. */
export function useDates(): Dates {
  const { language } = useLanguage();
  return useMemo(() => {
    const locale = localeOf(language);
    const format = (options: Intl.DateTimeFormatOptions) => {
      const formatter = new Intl.DateTimeFormat(locale, options);
      return (at: string) => formatter.format(new Date(at));
    };
    const time = format({ hour: '2-digit', minute: '2-digit' });
    const thisWeek = format({ weekday: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit' });
    const short = format({ day: 'numeric', month: 'short' });
    return {
      time,
      day: format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
      brief: (at, now) => (new Date(at).toDateString() === new Date(now).toDateString() ? time(at) : short(at)),
      soon: (at, now) => (new Date(at).toDateString() === new Date(now).toDateString() ? time(at) : thisWeek(at)),
      full: format({ dateStyle: 'full', timeStyle: 'medium' }),
      timeIn: (zone, now) => timeIn(locale, zone, now),
    };
  }, [language]);
}

function timeIn(locale: string, timeZone: string, now: number): string {
  try {
    return new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', timeZone }).format(now);
  } catch {
    return timeZone; // a zone this browser does not know
  }
}
