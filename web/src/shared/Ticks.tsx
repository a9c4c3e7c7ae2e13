/** One tick: it left; two: it arrived. Colour, by the style sheet, says that it was read. */
export function Ticks({ status }: { status: 'sent' | 'delivered' | 'read' }) {
  return (
    <svg className="ticks" width="16" height="11" viewBox="0 0 16 11" fill="none" stroke="currentColor" strokeWidth="1.6" aria-hidden="true" focusable="false">
      <path d={status === 'sent' ? 'M4 6l3 3 6-7' : 'M1 6l3 3 6-7 M7.5 8.500 8 9l6-7'} strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
