import { useDay } from '../knowledge/useDay';
import { useSay } from '../useSay';
import './traffic.css';
import type { UsedTraffic } from './useTraffic';

/** Whose counts these are, or why there are none. */
export function TrafficNote({ traffic: { counts, state } }: { traffic: UsedTraffic }) {
  const say = useSay();
  const day = useDay();
  const text = { off: '', coming: say.trafficComing, failed: say.trafficFailed, none: say.trafficNone, there: counts ? say.trafficSince(counts.conversations, day(counts.since)) : '' }[state];
  return <p className="traffic-note" role="status" data-state={state}>{text}</p>;
}
