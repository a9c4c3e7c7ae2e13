/** What webhooks of the brand's own did not hear, for admins. */

import { ask } from './http';
import type { DeadBulletins } from './wire';

export type { DeadBulletin, DeadBulletins } from './wire';

export const dead = () => ask<DeadBulletins>('GET', '/desk/api/bulletins');
export const retry = (id: string) => ask<null>('POST', `/desk/api/bulletins/${encodeURIComponent(id)}/retry`);
