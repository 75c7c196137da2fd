import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { themeChanged } from "../state/theme";

export interface Line {
  label: string;
  /** A colour of the style sheet, such as --accent. */
  colour: string;
  values: (number | null)[];
}

/**
 * Values over time. Times are seconds of the node's local time as if it were UTC, so that no zone of the browser moves them.
 * With onPick a click or a pull tells the time under the pointer.
 */
export function Chart(props: {
  label: string;
  height: number;
  times: number[];
  lines: Line[];
  range?: [number, number];
  bars?: boolean;
  marker?: number | undefined;
  onPick?: (time: number) => void;
}) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const newest = useRef(props);
  newest.current = props;

  useEffect(() => {
    const element = host.current!;
    const make = (): void => {
      plot.current?.destroy();
      plot.current = new uPlot(options(newest, element.clientWidth), data(newest.current), element);
    };
    make();
    const observer = new ResizeObserver(() => plot.current?.setSize({ width: element.clientWidth, height: newest.current.height }));
    observer.observe(element);
    themeChanged.addEventListener("change", make);
    return () => {
      observer.disconnect();
      themeChanged.removeEventListener("change", make);
      plot.current?.destroy();
      plot.current = undefined;
    };
  }, []);
  useEffect(() => plot.current?.setData(data(props)), [props.times, props.lines]);
  useEffect(() => plot.current?.redraw(false), [props.marker]);
  return <div class={props.onPick ? "chart chart-pick" : "chart"} ref={host} role="img" aria-label={props.label} />;
}

const data = (p: { times: number[]; lines: Line[] }): uPlot.AlignedData => [p.times, ...p.lines.map((l) => l.values)] as uPlot.AlignedData;

function options(newest: { current: Parameters<typeof Chart>[0] }, width: number): uPlot.Options {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const p = newest.current;
  const font = "11px system-ui, sans-serif";
  return {
    width,
    height: p.height,
    tzDate: (s) => uPlot.tzDate(new Date(s * 1000), "Etc/UTC"),
    fmtDate: () => (d) => `${String(d.getHours()).padStart(2, "0")}:${String(d.getMinutes()).padStart(2, "0")}`,
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, y: false, points: { show: !p.bars } },
    scales: { x: { time: true, ...(p.range && { range: () => newest.current.range! }) }, y: { range: (_u, _min, max) => [0, Math.max(max * 1.1, 1)] } },
    axes: [
      { stroke: colour("--text-dim"), font, grid: { show: false }, ticks: { show: false }, size: 22, space: 56, values: (u, splits) => splits.map((s) => clockOf(s, u)) },
      { stroke: colour("--text-dim"), font, grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false }, size: 44, space: 24 },
    ],
    series: [
      {},
      ...p.lines.map((l) => ({
        label: l.label,
        stroke: colour(l.colour),
        width: p.bars ? 0 : 1.5,
        fill: p.bars ? colour(l.colour) : `color-mix(in srgb, ${colour(l.colour)} 18%, transparent)`,
        points: { show: false },
        ...(p.bars && { paths: uPlot.paths.bars!({ size: [0.9, 40, 1], align: 1 }) }),
      })),
    ],
    hooks: {
      draw: [(u) => drawMarker(u, newest.current.marker, colour("--marker"))],
      ready: [(u) => pick(u, newest)],
    },
  };
}

function clockOf(s: number, u: uPlot): string {
  const text = new Date(s * 1000).toISOString();
  const span = (u.scales["x"]?.max ?? 0) - (u.scales["x"]?.min ?? 0);
  return s % 86_400 === 0 && span >= 86_400 && s !== u.scales["x"]?.min ? "24:00" : text.slice(11, span < 300 ? 19 : 16);
}

function drawMarker(u: uPlot, at: number | undefined, colour: string): void {
  if (at === undefined) return;
  const x = Math.round(u.valToPos(at, "x", true));
  u.ctx.save();
  u.ctx.fillStyle = colour;
  u.ctx.fillRect(x - devicePixelRatio, u.bbox.top, 2 * devicePixelRatio, u.bbox.height);
  u.ctx.restore();
}

function pick(u: uPlot, newest: { current: { onPick?: (time: number) => void } }): void {
  if (!newest.current.onPick) return;
  const tell = (e: PointerEvent): void => {
    const box = u.over.getBoundingClientRect();
    newest.current.onPick?.(u.posToVal(Math.min(Math.max(e.clientX - box.left, 0), box.width), "x"));
  };
  u.over.addEventListener("pointerdown", (e) => {
    if (e.button !== 0) return;
    u.over.setPointerCapture(e.pointerId);
    tell(e);
  });
  u.over.addEventListener("pointermove", (e) => {
    if (u.over.hasPointerCapture(e.pointerId)) tell(e);
  });
}
