import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { brand } from '../api/floor';
import * as api from '../api/insights';
import type { BehindNumber, Period, Report } from '../api/insights';

export function useReport(period: Period): { report: Report | undefined; failed: boolean; old: boolean; again: () => void } {
  const asked = useQuery({ queryKey: ['insights', period], queryFn: () => api.report(period), staleTime: 0, placeholderData: keepPreviousData });
  return { report: asked.data, failed: asked.isError, old: asked.isPlaceholderData, again: () => void asked.refetch() };
}

export function useBehind(period: Period, of: string | undefined): { behind: BehindNumber | undefined; failed: boolean } {
  const asked = useQuery({ queryKey: ['behind', period, of], queryFn: () => api.behind(period, of ?? ''), enabled: of !== undefined, staleTime: 0 });
  return { behind: asked.data, failed: asked.isError };
}

/** Whose clock the hours are of. */
export function useZone(): string | undefined {
  return useQuery({ queryKey: ['brand'], queryFn: brand, staleTime: Infinity }).data?.zone;
}
