import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { themeChanged } from "../state/theme";
import { gestures } from "./gestures";
import { formatUtc, type View } from "./time";

export interface PlotLine {
  label: string;
  /** A colour of the style sheet, such as --hue-0. */
  colour: string;
  dashed: boolean;
  axis: number;
}

export interface PlotSpan {
  from: number;
  to: number;
  name: string;
}

export interface PlotProps {
  label: string;
  height: number;
  view: View;
  lines: PlotLine[];
  /** Times, then greatest, smallest and mean of each line. */
  data: uPlot.AlignedData;
  /** Bands behind the lines. */
  spans: PlotSpan[];
  /** The reader wants another span; settled when it was chosen at once and not by moving on and on. */
  onView: (view: View, settled: boolean) => void;
  /** The place in the data under the pointer. */
  onCursor: (index: number | undefined) => void;
}

const FONT = "11px system-ui, sans-serif";
const NARROW = 520;

/** Lines over universal time with bands from the smallest to the greatest, each on its axis, and observations behind them. */
export function TelemetryPlot(props: PlotProps) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const newest = useRef(props);
  newest.current = props;
  const shape = JSON.stringify(props.lines);

  useEffect(() => {
    const element = host.current!;
    const make = (): void => {
      plot.current?.destroy();
      plot.current = new uPlot(options(newest, element.clientWidth), newest.current.data, element);
    };
    make();
    const observer = new ResizeObserver(() => {
      const wasNarrow = (plot.current?.width ?? 0) < NARROW;
      if (wasNarrow !== element.clientWidth < NARROW) make();
      else plot.current?.setSize({ width: element.clientWidth, height: newest.current.height });
    });
    observer.observe(element);
    themeChanged.addEventListener("change", make);
    return () => {
      observer.disconnect();
      themeChanged.removeEventListener("change", make);
      plot.current?.destroy();
      plot.current = undefined;
    };
  }, [shape]);
  useEffect(() => plot.current?.setData(props.data), [props.data]);
  useEffect(() => plot.current?.setScale("x", { min: props.view.from, max: props.view.to }), [props.view.from, props.view.to]);
  useEffect(() => plot.current?.redraw(false), [props.spans]);
  useEffect(() => gestures(host.current!, () => plot.current?.over, () => newest.current.view, (view, settled) => newest.current.onView(view, settled)), []);
  return <div class="chart telemetry-plot" ref={host} role="group" tabIndex={0} aria-label={props.label} aria-describedby="plot-help" />;
}

function options(newest: { current: PlotProps }, width: number): uPlot.Options {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const { lines, height } = newest.current;
  const axes = [...new Set(lines.map((l) => l.axis))].sort();
  const shown = width < NARROW ? axes.slice(0, 2) : axes;
  return {
    width,
    height,
    tzDate: (s) => uPlot.tzDate(new Date(s * 1000), "Etc/UTC"),
    legend: { show: false },
    cursor: {
      drag: { x: true, y: false, setScale: false },
      y: false,
      bind: { dblclick: () => () => null },
    },
    scales: {
      x: { time: true, range: () => [newest.current.view.from, newest.current.view.to] },
      ...Object.fromEntries(axes.map((a) => [`y${a}`, { auto: true }])),
    },
    axes: [
      { stroke: colour("--text-dim"), font: FONT, grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false }, size: 36, space: 84, values: timeLabels },
      ...shown.map((a, i): uPlot.Axis => {
        const own = lines.filter((l) => l.axis === a);
        return {
          scale: `y${a}`,
          side: i % 2 === 0 ? 3 : 1,
          stroke: colour(own.length === 1 && axes.length > 1 ? own[0]!.colour : "--text-dim"),
          font: FONT,
          grid: i === 0 ? { stroke: colour("--line"), width: 1 } : { show: false },
          ticks: { show: false },
          space: 26,
          size: (_u, values) => 12 + 6.6 * Math.max(3, ...(values ?? []).map((v) => v?.length ?? 0)),
        };
      }),
    ],
    series: [
      {},
      ...lines.flatMap((l): uPlot.Series[] => {
        const edge: uPlot.Series = { scale: `y${l.axis}`, stroke: "transparent", width: 0, points: { show: false } };
        return [edge, edge, { label: l.label, scale: `y${l.axis}`, stroke: colour(l.colour), width: 1.5, ...(l.dashed && { dash: [6, 4] }), points: { size: 4, fill: colour(l.colour) } }];
      }),
    ],
    bands: lines.map((l, i) => ({ series: [1 + 3 * i, 2 + 3 * i] as [number, number], fill: `color-mix(in srgb, ${colour(l.colour)} 22%, transparent)` })),
    hooks: {
      drawClear: [(u) => drawSpans(u, newest.current.spans, colour("--span"), false)],
      draw: [(u) => drawSpans(u, newest.current.spans, colour("--text-dim"), true)],
      setCursor: [(u) => newest.current.onCursor(u.cursor.left !== undefined && u.cursor.left >= 0 ? (u.cursor.idx ?? undefined) : undefined)],
      setSelect: [
        (u) => {
          const { left, width: w } = u.select;
          if (w < 4) return;
          u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          newest.current.onView({ from: u.posToVal(left, "x"), to: u.posToVal(left + w, "x") }, true);
        },
      ],
    },
  };
}

/** The clock below, and the date where it changes; as fine as the splits are. */
function timeLabels(_u: uPlot, splits: number[], _axis: number, _space: number, step: number): string[] {
  let day = "";
  return splits.map((s) => {
    const text = formatUtc(s);
    const date = text.slice(0, 10);
    const time = step >= 86_400 ? "" : step >= 60 ? text.slice(11, 16) : text.slice(11);
    const first = date !== day;
    day = date;
    return first ? (time ? `${time}\n${date}` : date) : time || date;
  });
}

/** The bands of observations, below all; or their names where there is room for them, above all. */
function drawSpans(u: uPlot, spans: PlotSpan[], colour: string, names: boolean): void {
  const { ctx, bbox } = u;
  const right = bbox.left + bbox.width;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.fillStyle = colour;
  ctx.font = `${11 * devicePixelRatio}px system-ui, sans-serif`;
  ctx.textBaseline = "top";
  ctx.textAlign = "left";
  for (const span of spans) {
    const from = Math.max(bbox.left, u.valToPos(span.from, "x", true));
    const to = Math.min(right, u.valToPos(span.to, "x", true));
    if (to < bbox.left || from > right) continue;
    if (!names) ctx.fillRect(from, bbox.top, Math.max(devicePixelRatio, to - from), bbox.height);
    else if (ctx.measureText(span.name).width + 10 * devicePixelRatio <= to - from) ctx.fillText(span.name, from + 5 * devicePixelRatio, bbox.top + 5 * devicePixelRatio);
  }
  ctx.restore();
}
