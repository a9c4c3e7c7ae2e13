import { useEffect, useEffectEvent, type RefObject } from 'react';

/** While something is open: a press outside of it, or Escape wherever the focus is, closes it. */
export function useBeside(inside: RefObject<HTMLElement | null>, open: boolean, close: () => void): void {
  const closed = useEffectEvent(close);
  useEffect(() => {
    if (!open) return;
    const pressed = (event: PointerEvent) => event.target instanceof Node && !inside.current?.contains(event.target) && closed();
    const escaped = (event: KeyboardEvent) => event.key === 'Escape' && closed();
    document.addEventListener('pointerdown', pressed);
    document.addEventListener('keydown', escaped);
    return () => {
      document.removeEventListener('pointerdown', pressed);
      document.removeEventListener('keydown', escaped);
    };
  }, [inside, open]);
}
