import { useEffect, useEffectEvent, type RefObject } from 'react';

/** While something is open: a press outside of it, or Escape wherever the focus is, closes it. */
export function useBeside(inside: RefObject<HTMLElement | null>, open: boolean, close: () => void): void {
  const closed = useEffectEvent(close);
  useEffect(() => {
    if (!open) return;
    const pressed = (event: PointerEvent) => event.target instanceof Node && !inside.current?.contains(event.target) && closed();
    const escaped = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.preventDefault(); // what is open is closed, and nothing else left
      inside.current?.querySelector<HTMLElement>('[aria-expanded]')?.focus();
      closed();
    };
    document.addEventListener('pointerdown', pressed);
    document.addEventListener('keydown', escaped, true);
    return () => {
      document.removeEventListener('pointerdown', pressed);
      document.removeEventListener('keydown', escaped, true);
    };
  }, [inside, open]);
}
