import { useEffect, useEffectEvent, useState } from 'react';
import { isPaletteKey } from './palette';

const MAC = /Mac|iP(hone|ad)/.test(navigator.platform);

/** Opened by its key, wherever one is but in another dialog; closed by the same. */
export function usePalette(): { opened: boolean; open: () => void; close: () => void } {
  const [opened, set] = useState(false);
  const turn = useEffectEvent(() => set(!opened));
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!isPaletteKey({ key: event.key, ctrl: event.ctrlKey, meta: event.metaKey, alt: event.altKey, shift: event.shiftKey }, MAC)) return;
      const dialog = document.querySelector('[role=dialog]');
      if (dialog && !dialog.querySelector('[data-palette]')) return;
      event.preventDefault(); // the browser's search
      if (!event.repeat) turn();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return { opened, open: () => set(true), close: () => set(false) };
}

export const PALETTE_KEY = MAC ? '⌘+K' : 'Ctrl+K';
