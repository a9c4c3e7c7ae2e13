/** Files that agents send. */

import { ask, give } from './http';
import type { Upload } from './wire';

export type { Carried, Upload } from './wire';

/** With a reply, or above an approved message as this kind. */
export type Purpose = 'reply' | 'image' | 'video' | 'file';

export const upload = (conversation: string, file: File, arrived: (share: number) => void, stop: AbortSignal, purpose: Purpose = 'reply') =>
  give<Upload>(`/desk/api/conversations/${encodeURIComponent(conversation)}/uploads?name=${encodeURIComponent(file.name || 'file')}&purpose=${purpose}`, file, arrived, stop);
export const withdraw = (id: string) => ask<null>('DELETE', `/desk/api/uploads/${encodeURIComponent(id)}`);
