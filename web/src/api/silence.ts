/** Silences: the brand says nothing for a while. */

import { ask } from './http';
import type { Begun, HeldMessages, Lift, Lifted, NewSilence, Silences } from './wire';

export type { HeldMessage, Lift, NewSilence, SilenceShape, Silences } from './wire';

const base = '/desk/api/silences';

export const silences = (after: string) => ask<Silences>('GET', `${base}?${new URLSearchParams({ newest: 'true', limit: '50', ...(after ? { after } : {}) }).toString()}`);
export const begin = (given: NewSilence) => ask<Begun>('POST', base, given);
export const lift = (id: string, given: Lift) => ask<Lifted>('POST', `${base}/${encodeURIComponent(id)}/lift`, given);
export const held = (id: string) => ask<HeldMessages>('GET', `${base}/${encodeURIComponent(id)}/held?limit=200`);
