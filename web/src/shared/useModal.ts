import { useEffect, useEffectEvent, type RefObject } from 'react';

/** Opens a dialog element modally while it is shown; Escape or a click beside it closes, and focus goes back. */
export function useModal(dialog: RefObject<HTMLDialogElement | null>, close: () => void): void {
  const closed = useEffectEvent(close);
  useEffect(() => {
    const shown = dialog.current;
    if (!shown) return;
    if (!shown.open) shown.showModal();
    const cancelled = () => closed();
    const beside = (event: MouseEvent) => event.target === shown && closed();
    shown.addEventListener('cancel', cancelled);
    shown.addEventListener('click', beside);
    return () => {
      shown.removeEventListener('cancel', cancelled);
      shown.removeEventListener('click', beside);
      shown.close();
    };
  }, [dialog]);
}
