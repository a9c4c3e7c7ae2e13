import { useEffect, useState } from 'react';

/** The time, again every so many milliseconds. */
export function useNow(every = 20_000): number {
  const [now, set] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => set(Date.now()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}
