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
  /** As `soon`, where another zone's clocks are meant. */
  soonIn: (zone: string, at: string, now: number) => string;
}

const TIME = { hour: '2-digit', minute: '2-digit' } as const;
const THIS_WEEK = { weekday: 'long', day: 'numeric', ...TIME } as const;

/** Dates as the page's language writes them. */
export function useDates(): Dates {
  const { language } = useLanguage();
  return useMemo(() => {
    const locale = localeOf(language);
    const format = (options: Intl.DateTimeFormatOptions) => {
      const formatter = new Intl.DateTimeFormat(locale, options);
      return (at: string) => formatter.format(new Date(at));
    };
    const time = format(TIME);
    const thisWeek = format(THIS_WEEK);
    const short = format({ day: 'numeric', month: 'short' });
    return {
      time,
      day: format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
      brief: (at, now) => (new Date(at).toDateString() === new Date(now).toDateString() ? time(at) : short(at)),
      soon: (at, now) => (new Date(at).toDateString() === new Date(now).toDateString() ? time(at) : thisWeek(at)),
      full: format({ dateStyle: 'full', timeStyle: 'medium' }),
      timeIn: (zone, now) => timeIn(locale, zone, now),
      soonIn: (zone, at, now) => soonIn(locale, zone, at, now),
    };
  }, [language]);
}

function timeIn(locale: string, timeZone: string, now: number): string {
  try {
    return new Intl.DateTimeFormat(locale, { ...TIME, timeZone }).format(now);
  } catch {
    return timeZone; // a zone this browser does not know
  }
}

export function soonIn(locale: string, zone: string, at: string, now: number): string {
  const timeZone = isKnown(zone) ? zone : undefined;
  const write = (options: Intl.DateTimeFormatOptions, when: Date) => new Intl.DateTimeFormat(locale, { ...options, timeZone }).format(when);
  const [then, today] = [new Date(at), new Date(now)].map((when) => write({ dateStyle: 'short' }, when));
  return write(then === today ? TIME : THIS_WEEK, new Date(at));
}

function isKnown(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
