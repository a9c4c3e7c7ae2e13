/** Files that agents send. */

import { ask, give } from './http';
import type { Upload } from './wire';

export type { Carried, Upload } from './wire';

export const upload = (conversation: string, file: File, arrived: (share: number) => void, stop: AbortSignal) =>
  give<Upload>(`/desk/api/conversations/${encodeURIComponent(conversation)}/uploads?name=${encodeURIComponent(file.name || 'file')}`, file, arrived, stop);
export const withdraw = (id: string) => ask<null>('DELETE', `/desk/api/uploads/${encodeURIComponent(id)}`);
