import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Recording } from "../api/types";
import { Lanes } from "../recordings/lanes";
import { formatNaive } from "../state/clock";
import { count } from "../state/text";
import { themeChanged } from "../state/theme";

const LANE = 22;
const AXIS = 20;
const LEAST_WIDTH = 3;
const REACH = 12;

/** A day's events over its hours, one lane a view. A click leads to the event under the pointer. */
export function DayTimeline(props: { day: string; recordings: Recording[]; marked: string | undefined; onPick: (recording: Recording) => void }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [width, setWidth] = useState(0);
  const [theme, anew] = useState(0);
  const [under, setUnder] = useState<Recording>();
  const lanes = useMemo(() => new Lanes(props.recordings, props.day), [props.recordings, props.day]);
  const names = width < 560 ? 96 : 160;
  const height = AXIS + Math.max(1, lanes.names.length) * LANE + 6;

  useEffect(() => {
    const observer = new ResizeObserver((entries) => setWidth(Math.floor(entries[0]!.contentRect.width)));
    observer.observe(canvas.current!.parentElement!);
    const redraw = (): void => anew((n) => n + 1);
    themeChanged.addEventListener("change", redraw);
    return () => {
      observer.disconnect();
      themeChanged.removeEventListener("change", redraw);
    };
  }, []);
  useEffect(() => {
    if (width > 0) draw(canvas.current!, lanes, width, height, names, under?.event ?? props.marked);
  }, [lanes, width, height, theme, under, props.marked]);

  const find = (e: PointerEvent | MouseEvent): Recording | undefined => {
    const box = canvas.current!.getBoundingClientRect();
    const [from, to] = lanes.range;
    const perPixel = (to - from) / Math.max(1, width - names);
    const lane = Math.floor((e.clientY - box.top - AXIS) / LANE);
    return lanes.nearest(lane, from + (e.clientX - box.left - names) * perPixel, REACH * perPixel);
  };
  return (
    <div class="lanes">
      <canvas
        ref={canvas}
        role="img"
        aria-label={`${count(props.recordings.length)} events of ${props.day} over the day, a lane for each of ${lanes.names.length} views. The list below has them all.`}
        data-bars={lanes.bars.length}
        title={under ? `${under.node} ${under.view} ${under.start.slice(11, 19)} ${under.labels.join(", ")}` : ""}
        style={{ height: `${height}px`, cursor: under ? "pointer" : "default" }}
        onPointerMove={(e: PointerEvent) => setUnder(find(e))}
        onPointerLeave={() => setUnder(undefined)}
        onClick={(e: MouseEvent) => {
          const found = find(e);
          if (found) props.onPick(found);
        }}
      />
    </div>
  );
}

function draw(canvas: HTMLCanvasElement, lanes: Lanes, width: number, height: number, names: number, marked: string | undefined): void {
  const ratio = devicePixelRatio;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  const to = canvas.getContext("2d")!;
  to.scale(ratio, ratio);
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const [dim, line, text, accent] = [colour("--text-dim"), colour("--line"), colour("--text"), colour("--accent")];
  const hues = [0, 1, 2, 3, 4, 5].map((n) => colour(`--hue-${n}`));
  const [from, end] = lanes.range;
  const x = (time: number): number => names + ((time - from) / (end - from)) * (width - names - 6);

  to.font = "11px system-ui, sans-serif";
  to.textBaseline = "middle";
  const hours = (end - from) / 3_600_000;
  const step = [1, 2, 3, 6, 12].find((s) => ((width - names) / hours) * s >= 46) ?? 24;
  for (let hour = 0; hour <= hours; hour += hours <= 2 ? 0.25 : step) {
    const time = from + hour * 3_600_000;
    to.fillStyle = line;
    to.fillRect(Math.round(x(time)), AXIS - 4, 1, height - AXIS);
    to.fillStyle = dim;
    to.textAlign = hour === hours ? "right" : hour === 0 ? "left" : "center";
    const words = formatNaive(time).slice(11, 16);
    to.fillText(hour > 0 && words === "00:00" ? "24:00" : words, x(time), 9);
  }
  to.textAlign = "left";
  lanes.names.forEach((name, i) => {
    const y = AXIS + i * LANE;
    to.fillStyle = line;
    to.fillRect(names, y + LANE - 1, width - names - 6, 1);
    to.fillStyle = text;
    to.fillText(shorten(to, name, names - 14), 8, y + LANE / 2);
  });
  let found: (typeof lanes.bars)[number] | undefined;
  for (const bar of lanes.bars) {
    if (bar.recording.event === marked) found = bar;
    to.fillStyle = bar.recording.labels.length ? hues[labelHue(bar.recording.labels[0]!)]! : accent;
    to.fillRect(x(bar.start), AXIS + bar.lane * LANE + 4, Math.max(LEAST_WIDTH, x(bar.end) - x(bar.start)), LANE - 9);
  }
  if (found) {
    to.strokeStyle = colour("--marker");
    to.lineWidth = 2;
    to.strokeRect(x(found.start) - 2, AXIS + found.lane * LANE + 2, Math.max(LEAST_WIDTH, x(found.end) - x(found.start)) + 4, LANE - 5);
  }
}

function shorten(to: CanvasRenderingContext2D, text: string, room: number): string {
  if (to.measureText(text).width <= room) return text;
  let length = text.length;
  while (length > 1 && to.measureText(`${text.slice(0, length)}…`).width > room) length--;
  return `${text.slice(0, length)}…`;
}

const knownHues: Record<string, number> = { person: 0, car: 3, truck: 3, dog: 2, cat: 2, Face: 4 };

/** The same colour for the same label, in the timeline and in the list. */
export function labelHue(label: string): number {
  let h = 0;
  for (const c of label) h = (h * 31 + c.codePointAt(0)!) >>> 0;
  return knownHues[label] ?? h % 6;
}
