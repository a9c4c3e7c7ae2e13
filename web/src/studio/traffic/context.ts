import { createContext } from 'react';
import type { Counts } from './traffic';

/** What boxes and forms show of real conversations; null: nothing. */
export const Counted = createContext<Counts | null>(null);
