import { useCallback, useEffect, useState } from 'react';

export type Appearance = 'light' | 'dark';

const KEPT = 'causerie.appearance';

function first(): Appearance {
  const kept = localStorage.getItem(KEPT);
  if (kept === 'light' || kept === 'dark') return kept;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

/** Light or dark: as the system has it, until somebody turns it here. */
export function useAppearance(): { appearance: Appearance; turn: () => void } {
  const [appearance, set] = useState<Appearance>(first);
  useEffect(() => {
    document.documentElement.dataset['appearance'] = appearance;
  }, [appearance]);
  const turn = useCallback(() => {
    set((was) => {
      const becomes = was === 'dark' ? 'light' : 'dark';
      localStorage.setItem(KEPT, becomes);
      return becomes;
    });
  }, []);
  return { appearance, turn };
}
