/** The figures' part of the API. */

import { ask } from './http';
import type { BehindNumber, Report } from './wire';

export type { BehindNumber, BehindShape, Count, Figure, Report, Score, Share } from './wire';

export interface Period {
  since: string;
  until: string;
}

const base = '/desk/api/insights';
const asked = (period: Period, more: Record<string, string> = {}) => new URLSearchParams({ ...period, ...more }).toString();

export const report = (period: Period) => ask<Report>('GET', `${base}?${asked(period)}`);
export const behind = (period: Period, of: string) => ask<BehindNumber>('GET', `${base}/conversations?${asked(period, { of })}`);
export const csvUrl = (period: Period, what: 'cases' | 'figures') => `${base}.csv?${asked(period, { what })}`;
