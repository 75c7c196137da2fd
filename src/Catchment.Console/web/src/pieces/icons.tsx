const paths = {
  cameras: "M3 7h11a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H3a2 2 0 0 1-2-2V9a2 2 0 0 1 2-2zM16 11l6-3v8l-6-3",
  frames: "M2 5h20v14H2zM2 9h20M2 15h20M7 5v4M12 5v4M17 5v4M7 15v4M12 15v4M17 15v4",
  events: "M5 6h16M5 12h16M5 18h10M1.500 6h.01M1.500 12h.01M1.500 18h.01",
  recordings: "M3 5h18v14H3zM10 9l5 3-5 3z",
  outposts: "M12 21v-8M12 9a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM7.500 15.500a6 6 0 0 1 0-9M16.500 6.500a6 6 0 0 1 0 9M4.500 18.500a10.500 10.500 0 0 1 0-15M19.500 3.500a10.500 10.500 0 0 1 0 15",
  files: "M6 2h8l5 5v15H6zM14 2v5h5M9 12h7M9 16h7",
  keep: "M6 3h12v18l-6-5-6 5z",
  bin: "M4 7h16M9 7V4h6v3M6 7l1 14h10l1-14M10 11v6M14 11v6",
  film: "M3 5h18v14H3zM7 5v14M17 5v14M3 12h4M17 12h4",
  services: "M3 12h4l3-8 4 16 3-8h4",
  sun: "M12 7a5 5 0 1 0 0 10 5 5 0 0 0 0-10zM12 1v2M12 21v2M4.200 4.200l1.400 1.400M18.400 18.400l1.400 1.400M1 12h2M21 12h2M4.200 19.800l1.400-1.400M18.400 5.600l1.400-1.400",
  moon: "M21 13A9 9 0 1 1 11 3a7 7 0 0 0 10 10z",
  auto: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 3v18M12 7h6M12 12h9M12 17h6",
  play: "M7 4l13 8-13 8z",
  pause: "M7 4v16M17 4v16",
  first: "M6 4v16M20 4L9 12l11 8z",
  last: "M18 4v16M4 4l11 8-11 8z",
  left: "M15 4l-9 8 9 8",
  right: "M9 4l9 8-9 8",
  download: "M12 3v12M6 10l6 6 6-6M3 21h18",
  leave: "M10 4H4v16h6M9 12h12M16 7l5 5-5 5",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  telemetry: "M2 20h20M4 16l4-6 4 3 4-8 4 5",
  tags: "M3 3h9l9 9-9 9-9-9zM7.500 7.500h.01",
  close: "M5 5l14 14M19 5L5 19",
} as const;

export type IconName = keyof typeof paths;

export const Icon = (props: { name: IconName }) => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
    <path d={paths[props.name]} />
  </svg>
);
