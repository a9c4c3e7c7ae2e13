import { describe, expect, it } from 'vitest';
import type { Window } from '../api/hours';
import { another, clockOf, coming, dayOf, hoursOf, isAlways, isNever, isOvernight, isYearly, runs, tidy, weekOf, windowsOf, wrongs, type Period, type Week } from './hours';

const period = (from: string, to: string): Period => ({ from, to });
const day = period('09:00', '18:00');
const week = (...days: Period[][]): Week => Array.from({ length: 7 }, (_, at) => days[at] ?? []);
const OFFICE: Window[] = [
  { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '12:30' },
  { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '13:30', to: '19:00' },
  { days: ['sat'], from: '20:00', to: '24:00' },
];

describe('a week', () => {
  it('is what was kept, there and back', () => expect(windowsOf(weekOf(OFFICE))).toEqual(OFFICE));
  it('of windows that name no day has them on every day', () => expect(weekOf([{ from: '08:00', to: '09:00' }])).toEqual(week(...Array.from({ length: 7 }, () => [period('08:00', '09:00')]))));
  it('that nobody said is always open', () => expect([isAlways(weekOf(null)), isAlways(week([day])), isNever(weekOf(null))]).toEqual([true, false, false]));
  it('without a period is never open', () => expect(isNever(week())).toBe(true));
  it('has its periods in order', () => expect(weekOf([{ days: ['mon'], from: '13:00', to: '18:00' }, { days: ['mon'], from: '08:00', to: '12:00' }])[0]).toEqual([period('08:00', '12:00'), period('13:00', '18:00')]));
  it('is told in as few lines as it takes', () =>
    expect(runs(weekOf(OFFICE)).map(({ first, last, periods }) => [first, last, periods.length])).toEqual([[0, 4, 2], [5, 5, 1], [6, 6, 0]]));
});

describe('a period', () => {
  it.each<[Period, boolean]>([[day, false], [period('22:00', '02:00'), true], [period('20:00', '0:00'), false], [period('00:00', '24:00'), false], [period('22', '2h'), true], [period('', '02:00'), false]])(
    '%j ends on the day after: %j', (one, expected) => expect(isOvernight(one)).toBe(expected),
  );
  it('that is added is the usual one at first', () => expect([another([]), another([day])]).toEqual([day, period('', '')]));
});

describe('a time', () => {
  it.each([['9', '09:00'], ['9h', '09:00'], ['9 h 30', '09:30'], ['930', '09:30'], ['0930', '09:30'], ['18.45', '18:45'], ['00:00', '00:00'], [' 24:00 ', '24:00'], ['24', '24:00']])(
    '%j is %s', (text, expected) => expect(clockOf(text)).toBe(expected),
  );
  it.each(['', 'x', '25', '24:01', '9:60', '9:3', '12345', '-1', '9 am'])('%j is none', (text) => expect(clockOf(text)).toBeNull());
  it('at the end of a day is kept so', () => expect([tidy(period('20h', '0')), tidy(period('x', '9'))]).toEqual([period('20:00', '24:00'), period('x', '09:00')]));
});

describe('what is wrong with a day', () => {
  it.each<[string, Week, (string | null)[]]>([
    ['nothing', week([period('09:00', '12:00'), period('12:00', '18:00')]), [null]],
    ['a field that is empty', week([period('09:00', '')]), ['unfinished']],
    ['an end that is the beginning', week([period('09:00', '09:00')]), ['empty']],
    ['what is no time', week([period('9 am', '18:00')]), ['unfinished']],
    ['a beginning at the end of the day', week([period('24:00', '02:00')]), ['empty']],
    ['not a whole day', week([period('0', '24')]), [null]],
    ['two periods at once', week([period('09:00', '13:00'), period('12:00', '18:00')]), ['overlap']],
    ['a night that reaches into the morning', week([period('22:00', '03:00')], [period('02:00', '09:00')]), [null, 'overlap']],
    ['Sunday’s night into Monday', week([period('02:00', '09:00')], [], [], [], [], [], [period('22:00', '03:00')]), ['overlap']],
  ])('is %s', (_, given, expected) => expect(wrongs(given)).toEqual(Array.from({ length: 7 }, (_one, at) => expected[at] ?? null)));
});

describe('a day on which nobody answers', () => {
  it('comes once or every year', () => expect([dayOf('2027-05-14', false), dayOf('2026-12-25', true)]).toEqual(['2027-05-14', '12-25']));
  it.each([['12-25', true], ['easter+1', true], ['mon3-01', true], ['2027-05-14', false]])('%s comes every year: %j', (one, expected) => expect(isYearly(one)).toBe(expected));
  it('stands in the order in which it comes', () =>
    expect(coming(['12-25', '2020-05-14', 'easter+1', '01-01', '2026-11-30'], [{ day: 'easter+1', next: '2027-03-29' }], '2026-11-27')).toEqual([
      { day: '2026-11-30', next: '2026-11-30' }, { day: '12-25', next: '2026-12-25' }, { day: '01-01', next: '2027-01-01' },
      { day: 'easter+1', next: '2027-03-29' }, { day: '2020-05-14', next: null },
    ]));
  it('may be years away', () => expect(coming(['02-29'], [], '2026-11-27')).toEqual([{ day: '02-29', next: '2028-02-29' }]));
});

describe('what is sent', () => {
  it('is nothing of one’s own where it is the brand’s', () => expect(hoursOf({ own: false, week: week([day]), zone: '', closed: null })).toBeNull());
  it('leaves to the brand what is not said', () =>
    expect(hoursOf({ own: true, week: week([day]), zone: '', closed: null })).toEqual({ windows: [{ days: ['mon'], from: '09:00', to: '18:00' }], zone: null, closed: null }));
  it('closes on no day where one says so', () => expect(hoursOf({ own: true, week: week([day]), zone: 'Asia/Tokyo', closed: [] })).toMatchObject({ zone: 'Asia/Tokyo', closed: [] }));
});
