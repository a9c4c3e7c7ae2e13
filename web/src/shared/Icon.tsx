/** Line icons on a 24 grid, drawn here: a handful does not justify a library. */
const PATHS = {
  send: 'M4 12 20 4l-5 16-3.5-6.500z M11.5 13.5 20 4',
  plus: 'M12 5v14 M5 12h14',
  close: 'M6 6l12 12 M18 6 6 18',
  dots: 'M12 5.500v.01 M12 12v.01 M12 18.500v.01',
  smile: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z M9 10v.01 M15 10v.01 M8.5 14.500a4.5 4.5 0 0 0 7 0',
  braces: 'M8 4c-3 0-1.5 7-4 8 2.5 1 1 8 4 8 M16 4c3 0 1.5 7 4 8-2.5 1-1 8-4 8',
  list: 'M9 6h11 M9 12h11 M9 18h11 M4.5 6v.01 M4.5 12v.01 M4.5 18v.01',
  link: 'M10 5H5v14h14v-5 M14 4h6v6 M20 4l-9 9',
  file: 'M7 3h7l5 5v13H7a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2z M14 3v5h5',
  clip: 'M19 11l-7.500 7.500a4.500 4.500 0 0 1-6.400-6.400L13 4.300a3 3 0 0 1 4.300 4.300l-7.800 7.700a1.500 1.500 0 0 1-2.100-2.100L14 7.500',
  pin: 'M12 21s7-6.5 7-12a7 7 0 1 0-14 0c0 5.5 7 12 7 12z M12 11.500a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z',
  sun: 'M12 16.500a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9z M12 2v2 M12 20v2 M2 12h2 M20 12h2 M5 5l1.400 1.400 M17.600 17.600 19 19 M5 19l1.400-1.400 M17.600 6.400 19 5',
  moon: 'M20 14.500A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.500z',
  bolt: 'M13 3 5 14h6l-1 7 8-11h-6z',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13z M15.5 15.5 20 20',
  inbox: 'M4 13l3-8h10l3 8v6H4z M4 13h5l1 3h4l1-3h5',
  warning: 'M12 4 2.5 20h19z M12 10v4 M12 17v.01',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z M12 7v5l3 2',
  user: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8z M4.5 20.500a7.5 7.5 0 0 1 15 0',
  bot: 'M6 8h12a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2v-8a2 2 0 0 1 2-2z M12 4v4 M9 13v1.5 M15 13v1.5',
  check: 'M5 12.500l4.5 4.500L19 7.5',
  back: 'M15 5l-7 7 7 7',
  panel: 'M4 5h16v14H4z M15 5v14',
  keyboard: 'M3 7h18v11H3z M7 11v.01 M11 11v.01 M15 11v.01 M8 15h8',
  out: 'M14 4h5v16h-5 M10 8l-4 4 4 4 M6 12h10',
  retry: 'M20 11a8 8 0 1 0-2 6.5 M20 5v6h-6',
  pass: 'M4 7h13 M13 3l4 4-4 4 M20 17H7 M11 13l-4 4 4 4',
  note: 'M5 4h14v11l-5 5H5z M14 20v-5h5 M9 9h6 M9 13h3',
  down: 'M6 9.500l6 6 6-6',
  up: 'M6 14.500l6-6 6 6',
  reply: 'M10 6l-6 6 6 6 M4 12h10a6 6 0 0 1 6 6v1',
  unreply: 'M10 6l-6 6 6 6 M4 12h10a6 6 0 0 1 6 6v1 M4 3l16 18',
  tag: 'M4 4h8l8 8-8 8-8-8z M8.500 8.500v.01',
  eye: 'M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12z M12 14.500a2.5 2.500 0 1 0 0-5 2.5 2.500 0 0 0 0 5z',
  pen: 'M5 19l1-4L16.500 4.500l3 3L9 18z',
  off: 'M6 8h12a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2v-8a2 2 0 0 1 2-2z M12 4v4 M3 3l18 18',
  snooze: 'M20 14.500A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.500z M14 4h5l-5 5h5',
  at: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8z M16 8v5.500a2.500 2.500 0 0 0 5 0V12a9 9 0 1 0-3.500 7.100',
  hop: 'M4 17V9a3 3 0 0 1 3-3h12 M15 2l4 4-4 4 M14 20h6v-6',
  floor: 'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z M2.5 20a6.5 6.5 0 0 1 13 0 M16 4.500a3.5 3.5 0 0 1 0 6.500 M18 14a6.500 6.500 0 0 1 3.500 6',
  chart: 'M4 4v16h16 M8 16v-4 M12 16V8 M16 16v-6',
  silence: 'M4 10v4h3l5 4V6L7 10z M16 9.500l5 5 M21 9.500l-5 5',
  power: 'M12 3v8 M7 6.500a7.500 7.500 0 1 0 10 0',
  download: 'M12 4v11 M7 11l5 5 5-5 M5 20h14',
  external: 'M8 4h8v16H8z M12 17v.01',
  flow: 'M4 4h6.500v5H4z M13.500 15H20v5h-6.500z M7 9v4.500a4 4 0 0 0 4 4h2.500',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return <Drawn path={PATHS[name]} size={size} />;
}

export function Drawn({ path, size }: { path: string; size: number }) {
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.8}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={path} />
    </svg>
  );
}
