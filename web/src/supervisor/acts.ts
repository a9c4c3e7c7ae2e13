import type { Passed } from './PassOn';

/** What may be done with a case from here. */
export interface Acts {
  take: (id: string, epoch: number) => void;
  pass: (one: Passed) => void;
  explain: (id: string) => void;
  busy: boolean;
  me: string;
}
