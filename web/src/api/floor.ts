/** The floor's part of the API: what waits, who works, and where the bot is off. */

import { ask } from './http';
import type { BrandShape, Colleagues, Floor, Switch, Switches, Trail, Transfer } from './wire';

export type { BrandShape, Colleague, Floor, Holding, Queue, Switch, Thrown, Trail, Waiting, Working } from './wire';

const base = '/desk/api';
const of = (id: string) => `${base}/conversations/${encodeURIComponent(id)}`;

export const floor = () => ask<Floor>('GET', `${base}/floor`);
export const brand = () => ask<BrandShape>('GET', `${base}/brand`);
export const colleagues = () => ask<Colleagues>('GET', `${base}/colleagues`);
export const switches = () => ask<Switches>('GET', `${base}/switches`);
export const throwSwitch = (given: Switch) => ask<Switches>('POST', `${base}/switches`, given);
export const trail = (id: string) => ask<Trail>('GET', `${of(id)}/trail`);
export const take = (id: string, epoch: number) => ask<unknown>('POST', `${of(id)}/take`, { epoch });
export const transfer = (id: string, given: Transfer) => ask<unknown>('POST', `${of(id)}/transfer`, given);
