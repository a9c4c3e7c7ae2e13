import { useEffect, useRef, useState } from 'react';
import { Refused } from '../../api/http';
import * as uploads from '../../api/uploads';
import { whyOf } from '../sending/post';
import type { Attached } from './attached';

export interface UsedUpload {
  attached: Attached | null;
  attach: (file: File) => void;
  /** Not to be sent after all. */
  remove: () => void;
  /** It is on its way with its message. */
  letGo: () => void;
}

/** The one file that an agent is about to send in a conversation. */
export function useUpload(conversation: string): UsedUpload {
  const [attached, set] = useState<Attached | null>(null);
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);
  const remove = () => {
    stop.current?.abort();
    // Where nobody hears it the server removes what was never sent by itself.
    if (attached?.upload) void uploads.withdraw(attached.upload.id).catch(() => undefined);
    set(null);
  };
  const attach = (file: File) => {
    remove();
    const own = new AbortController();
    stop.current = own;
    const known = { name: file.name, size: file.size, arrived: 0, upload: null, why: null, most: null };
    const change = (to: Partial<Attached>) => !own.signal.aborted && set({ ...known, ...to });
    set(known);
    uploads.upload(conversation, file, (arrived) => change({ arrived }), own.signal).then(
      (upload) => change({ arrived: 1, upload, name: upload.name }),
      (failure: unknown) => change({ why: whyOf(failure), most: mostOf(failure) }),
    );
  };
  return { attached, attach, remove, letGo: () => set(null) };
}

function mostOf(failure: unknown): number | null {
  const most = failure instanceof Refused ? failure.problem['most'] : null;
  return typeof most === 'number' ? most : null;
}
