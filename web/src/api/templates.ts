/** Messages that a provider has approved. */

import { ask } from './http';
import type { Templates } from './wire';

export type { Approved, Blank, Templates } from './wire';

export const templates = (account: string, fresh = false) => ask<Templates>('GET', `/desk/api/accounts/${encodeURIComponent(account)}/templates${fresh ? '?fresh=true' : ''}`);
