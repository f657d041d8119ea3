const paths = {
  compare: 'M2.5 13.5v-5m3.7 5v-9m3.6 9v-6m3.7 6v-11',
  audits: 'M4 2.5h8v11H4zM6.2 6h3.6M6.2 8.5h3.6M6.2 11h2',
  models: 'M8 1.8 13.6 5v6L8 14.2 2.4 11V5zM2.4 5 8 8.1 13.6 5M8 8.1v6',
  datasets: 'M2.5 3h11v10h-11zM2.5 6.3h11M2.5 9.7h11M6.2 3v10',
  policies: 'M8 1.8l5 1.9v4c0 3.2-2 5.3-5 6.5-3-1.2-5-3.3-5-6.5v-4z',
  schedules: 'M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2M8 4.9V8l2.2 1.6',
  slices: 'M8 2.2a5.8 5.8 0 1 0 5.8 5.8H8zM10.2 1.9a5.8 5.8 0 0 1 3.9 3.9h-3.9z',
  apiKeys: 'M5.3 7.2a2.9 2.9 0 1 0 0 5.8 2.9 2.9 0 0 0 0-5.8M7.4 8.1l5.9-5.4M11 5l1.7 1.8',
  met: 'M3.2 8.4l3 3 6.4-6.8',
  notMet: 'M4 4l8 8M12 4l-8 8',
  cannotTell: 'M5.7 6.1c0-1.4 1-2.3 2.4-2.3s2.3.9 2.3 2.1c0 1.7-2.3 1.8-2.3 3.6M8.1 12.1v.3',
  download: 'M8 2.2v7.6M4.8 6.9 8 10.1l3.2-3.2M2.8 13.4h10.4',
  running: 'M8 2.2a5.8 5.8 0 1 0 5.8 5.8',
  menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
} as const;
export type IconName = keyof typeof paths;

/** A line drawing beside a word that says the same; hidden from screen readers. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth={name === 'met' || name === 'notMet' || name === 'cannotTell' ? 2 : 1.4} strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}

/** A plumb line: what hangs straight shows what leans. */
export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden="true">
      <path d="M5 3.2h14" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
      <path d="M12 3.5v8.2" stroke="currentColor" strokeWidth="1.5" />
      <path d="M8.4 11.6h7.2v3.1L12 21.4l-3.6-6.7z" fill="currentColor" />
    </svg>
  );
}
