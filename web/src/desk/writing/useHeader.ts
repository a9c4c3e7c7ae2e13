import { useEffect, useRef, useState } from 'react';
import * as uploads from '../../api/uploads';
import type { Purpose } from '../../api/uploads';
import { whyOf } from '../sending/post';
import { arrived, chosen, type Attached } from './attached';
import { mostOf } from './files';

export interface UsedHeader {
  attached: Attached | null;
  attach: (file: File) => void;
  remove: () => void;
  /** It is on its way with its message. */
  letGo: () => void;
}

/** The file above an approved message, while the message is being filled. */
export function useHeader(conversation: string, purpose: Purpose): UsedHeader {
  const [attached, set] = useState<Attached | null>(null);
  const stop = useRef<AbortController | null>(null);
  const waits = useRef<string | null>(null);
  const drop = () => {
    stop.current?.abort();
    // Where nobody hears it the server removes what was never sent by itself.
    if (waits.current) void uploads.withdraw(waits.current).catch(() => undefined);
    waits.current = null;
  };
  useEffect(() => drop, []);
  const attach = (file: File) => {
    drop();
    const own = new AbortController();
    stop.current = own;
    const known = chosen('header', file);
    const change = (to: Attached) => !own.signal.aborted && set(to);
    set(known);
    uploads.upload(conversation, file, (share) => change({ ...known, arrived: share }), own.signal, purpose).then(
      (upload) => {
        if (own.signal.aborted) return;
        waits.current = upload.id;
        change(arrived('header', upload));
      },
      (failure: unknown) => change({ ...known, why: whyOf(failure), most: mostOf(failure) }),
    );
  };
  return {
    attached,
    attach,
    remove: () => (drop(), set(null)),
    letGo: () => {
      waits.current = null;
    },
  };
}
