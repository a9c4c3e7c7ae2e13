import { useEffect, useSyncExternalStore } from 'react';
import type { Place } from '../sending/unsent';
import type { Attached } from './attached';
import * as files from './files';

export interface UsedFiles {
  files: Attached[];
  full: boolean;
  attach: (given: readonly File[]) => void;
  /** Not to be sent after all. */
  remove: (key: string) => void;
  /** They are on their way with their messages. */
  letGo: () => void;
}

/** The files that an agent is about to send in a conversation: those of an earlier visit too. */
export function useFiles(place: Place): UsedFiles {
  const held = useSyncExternalStore(files.watch, () => files.held(place));
  const { agent, conversation } = place;
  useEffect(() => void files.recall({ agent, conversation }), [agent, conversation]);
  return {
    ...held,
    attach: (given) => files.attach(place, given),
    remove: (key) => files.remove(place, key),
    letGo: () => files.letGo(place),
  };
}
