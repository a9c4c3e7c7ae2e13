/** When people answer: the brand's hours, and those of teams. */

import { ask } from './http';
import type { NewHours, OfficeShape, Offices } from './wire';

export type { ClosedDay, Former, NewHours, OfficeShape, Offices, TeamHours, Window } from './wire';

const base = '/desk/api/hours';

export const hours = () => ask<Offices>('GET', base);
/** `team` null: the brand's. */
export const say = (team: string | null, given: NewHours) => ask<OfficeShape>('PUT', team === null ? base : `${base}/${encodeURIComponent(team)}`, given);
