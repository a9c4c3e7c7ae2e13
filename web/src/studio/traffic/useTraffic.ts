import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import * as studio from '../../api/studio';
import { trafficKey } from '../queries';
import { countsOf, type Counts } from './traffic';

export interface UsedTraffic {
  on: boolean;
  toggle: () => void;
  /** Null while it is off, not there yet, or nobody came by. */
  counts: Counts | null;
  state: 'off' | 'coming' | 'failed' | 'none' | 'there';
}

/** Real conversations of the version in use, once somebody wants to see them. */
export function useTraffic(name: string, version: string | null): UsedTraffic {
  const [on, set] = useState(false);
  const asked = useQuery({ queryKey: trafficKey(name, version), queryFn: () => studio.traffic(name), enabled: on, staleTime: 60_000 });
  const counts = useMemo(() => (on && asked.data ? countsOf(asked.data) : null), [on, asked.data]);
  const state = !on ? 'off' : counts ? (counts.conversations > 0 ? 'there' : 'none') : asked.isError ? 'failed' : 'coming';
  return { on, toggle: () => set((was) => !was), counts: state === 'there' ? counts : null, state };
}
