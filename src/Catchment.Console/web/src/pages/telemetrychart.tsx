import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import uPlot from "uplot";
import { apiAddress, ask } from "../api/client";
import type { Observation } from "../api/types";
import { Choice } from "../pieces/filterbar";
import { Icon } from "../pieces/icons";
import { Link } from "../pieces/link";
import { Empty, Failed, Loading, Notice } from "../pieces/states";
import { useAnswer } from "../state/answer";
import { utcNow, useTick } from "../state/clock";
import { address, setParams, useRoute } from "../state/route";
import { useSoon } from "../state/soon";
import { AddKey } from "../telemetry/addkey";
import { extent, lineOf } from "../telemetry/buckets";
import { TelemetryNav } from "../telemetry/nav";
import { TelemetryPlot, type PlotSpan } from "../telemetry/plot";
import { axesOf, byDevice, MOST_AXES, readSeries, writeSeries, type Series } from "../telemetry/series";
import { shortNumber } from "../telemetry/text";
import { formatDuration, formatUtc, moved, parseUtc, readRange, widthFor, writeRange, zoomed, type Range, type View } from "../telemetry/time";
import { useBuckets } from "../telemetry/use-buckets";

const HUES = 6;
/** A null reaches as far as the line's own neighbours, whatever times other lines have between them. */
const GAP = 2;
const SETTLE = 250;
const MOST_SPANS = 300;
const SPANS_EVERY = 30;
const PRESETS = ["1m", "5m", "15m", "1h", "6h", "1d", "7d", "30d", "365d"];

/** Keys of any devices over any span. All that makes the chart stands in its address. */
export function TelemetryChartPage() {
  const { params } = useRoute();
  const keys = params.get("keys") ?? "";
  const series = useMemo(() => readSeries(keys), [keys]);
  return (
    <div class="telemetry telemetry-chart">
      <TelemetryNav />
      <h1 class="unseen">Chart</h1>
      {series.length === 0 ? (
        <Empty title="Choose what to draw">
          A device's page lists its keys; or add one here: its device, and the way to a number in its messages.
        </Empty>
      ) : (
        <Drawing series={series} params={params} />
      )}
      <AddKey onAdd={(s) => setSeries([...series, s])} series={series} />
    </div>
  );
}

const setSeries = (series: Series[]): void => setParams({ keys: writeSeries(series) || undefined });

function Drawing(props: { series: Series[]; params: URLSearchParams }) {
  const { series } = props;
  const range = readRange(props.params);
  const isLive = range.last !== undefined;
  useTick(isLive ? 1000 : undefined);
  const [pixels, host] = useWidth();

  // While one moves, the chart follows at once; the address and the question follow when it settles.
  const [moving, setMoving] = useState<View>();
  const latest = useRef<View | undefined>(undefined);
  const settle = useSoon(() => latest.current && show(latest.current, true), SETTLE);
  const rangeKey = JSON.stringify(writeRange(range));
  useEffect(() => {
    latest.current = undefined;
    setMoving(undefined);
  }, [rangeKey]);
  const now = utcNow() / 1000;
  const view = moving ?? (isLive ? { from: now - range.last, to: now } : { from: range.from, to: range.to });
  const onView = (next: View, settled: boolean): void => {
    latest.current = next;
    if (settled) show(next, false);
    else {
      setMoving(next);
      settle();
    }
  };

  const width = pixels === undefined ? undefined : widthFor(isLive ? range.last : range.to - range.from, pixels);
  const { answer, error, loading, reload } = useBuckets(series, range, width);
  const spans = useSpans(range, now);
  const [cursor, setCursor] = useState<number>();
  const drawn = useMemo(() => {
    const tables = series.map((s) => {
      const buckets = answer?.devices.find((d) => d.device === s.device);
      return buckets ? lineOf(buckets, s.key, answer!.width) : ([[], [], [], []] as ReturnType<typeof lineOf>);
    });
    const axes = axesOf(series.map((s, i) => ({ axis: s.axis, ...extent(tables[i]![2], tables[i]![1]) })));
    const data = uPlot.join(
      tables as unknown as uPlot.AlignedData[],
      tables.map(() => [0, GAP, GAP, GAP]),
    );
    return {
      data,
      axes,
      lines: series.map((s, i) => ({ label: `${s.device} ${s.key}`, colour: `--hue-${i % HUES}`, dashed: i >= HUES, axis: axes[i]! })),
      isEmpty: tables.every((t) => t[0].length === 0),
    };
  }, [answer, series]);

  return (
    <>
      <Controls range={range} view={view} />
      {error && !answer ? (
        <Failed error={error} retry={reload} />
      ) : (
        <section class="card plot-card" aria-label="Chart" aria-busy={loading}>
          {error && <Notice action={{ label: "Try again", run: reload }}>{error.message}</Notice>}
          <div ref={host}>
            <TelemetryPlot
              label={`${series.map((s) => `${s.device} ${s.key}`).join(", ")}, ${formatUtc(view.from)} to ${formatUtc(view.to)} UTC`}
              height={pixels !== undefined && pixels < 520 ? 280 : 380}
              view={view}
              lines={drawn.lines}
              data={drawn.data}
              spans={spans.bands}
              onView={onView}
              onCursor={setCursor}
            />
          </div>
          {!answer && loading ? <Loading what="the values" /> : drawn.isEmpty && !loading && <p class="plot-none">No number of these keys in this span.</p>}
          <p class="dim plot-help" id="plot-help">
            {answer && <>One point is {formatDuration(answer.width)}; the band reaches from the smallest to the greatest value in it. </>}
            Pull over the chart or turn the wheel to zoom, Shift and wheel or one finger to move, double-click to see more; with keys: arrows, + and −.
          </p>
          <Legend series={series} drawn={drawn} cursor={cursor} range={range} />
        </section>
      )}
      <Spans spans={spans.items} cut={spans.cut} />
    </>
  );
}

const show = (view: View, replace: boolean): void => setParams(writeRange(view), replace);

/** The chart's width in pixels, in hundreds so that a scroll bar that comes or goes asks for nothing. */
function useWidth(): [number | undefined, (element: HTMLElement | null) => void] {
  const [width, set] = useState<number>();
  const [element, setElement] = useState<HTMLElement | null>(null);
  useEffect(() => {
    if (!element) return undefined;
    const measure = (): void => set(Math.max(200, Math.round(element.clientWidth / 100) * 100));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return [width, setElement];
}

interface SpanAnswer {
  items: Observation[];
  bands: PlotSpan[];
  cut: boolean;
}

/** The observations that touch a range. */
function useSpans(range: Range, now: number): SpanAnswer {
  const beat = Math.floor(now / SPANS_EVERY) * SPANS_EVERY;
  const key = range.last === undefined ? `${range.from} ${range.to}` : `${range.last} ${beat}`;
  const { data } = useAnswer(`telemetry spans ${key}`, (signal) =>
    ask<{ items: Observation[]; cut: boolean }>(
      "telemetry/spans",
      { from: formatUtc(range.last === undefined ? range.from : beat - range.last), to: range.last === undefined ? formatUtc(range.to) : undefined, limit: MOST_SPANS },
      signal,
    ),
  );
  const kept = useRef<SpanAnswer>({ items: [], bands: [], cut: false });
  return useMemo(() => {
    // What goes on is drawn as far as the chart goes.
    if (data) kept.current = { ...data, bands: data.items.map((o) => ({ from: parseUtc(o.start), to: o.end ? parseUtc(o.end) : 1e11, name: o.name ?? "" })) };
    return kept.current;
  }, [data]);
}

function Controls(props: { range: Range; view: View }) {
  const { range, view } = props;
  const span = view.to - view.from;
  const last = range.last === undefined ? undefined : formatDuration(range.last);
  const preset = PRESETS.find((p) => p === formatDuration(Math.round(span)));
  const input = (name: "from" | "to") => (
    <label class="field">
      <span>{name === "from" ? "From (UTC)" : "To (UTC)"}</span>
      <input
        type="datetime-local"
        step="1"
        value={formatUtc(view[name]).slice(0, 19)}
        onChange={(e: Event) => {
          const time = parseUtc((e.currentTarget as HTMLInputElement).value);
          const next = { ...view, [name]: time };
          if (next.to > next.from) show(next, false);
        }}
      />
    </label>
  );
  return (
    <form class="filters plot-controls" aria-label="Span" onSubmit={(e: Event) => e.preventDefault()}>
      <button type="button" class="live-button" aria-pressed={last !== undefined} onClick={() => (last === undefined ? setParams(writeRange({ last: Math.max(1, Math.round(span)) })) : show(view, false))}>
        Live
      </button>
      <Choice
        label="Span"
        value={preset ?? formatDuration(Math.round(span * 1000) / 1000)}
        options={PRESETS.map((p) => ({ value: p, text: p }))}
        onChange={(p) => {
          if (!p) return;
          if (last !== undefined) setParams({ last: p });
          else {
            const seconds = readRange(new URLSearchParams({ last: p })).last!;
            show({ from: view.to - seconds, to: view.to }, false);
          }
        }}
      />
      {input("from")}
      {input("to")}
      <div class="stepper" role="group" aria-label="Move and zoom">
        <button type="button" class="quiet" aria-label="Earlier" onClick={() => show(moved(view, -0.5), false)}>
          <Icon name="left" />
        </button>
        <button type="button" class="quiet" aria-label="Zoom in" onClick={() => show(zoomed(view, 0.5), false)}>
          <Icon name="plus" />
        </button>
        <button type="button" class="quiet" aria-label="Zoom out" onClick={() => show(zoomed(view, 2), false)}>
          <Icon name="minus" />
        </button>
        <button type="button" class="quiet" aria-label="Later" onClick={() => show(moved(view, 0.5), false)}>
          <Icon name="right" />
        </button>
      </div>
    </form>
  );
}

function Legend(props: { series: Series[]; drawn: { data: uPlot.AlignedData; axes: number[] }; cursor: number | undefined; range: Range }) {
  const { series, drawn, cursor } = props;
  const [times] = drawn.data;
  const at = cursor ?? times.length - 1;
  const value = (i: number): string => {
    const of = (n: number): number | null | undefined => drawn.data[1 + 3 * i + n]?.[at] as number | null | undefined;
    let [max, min, mean] = [of(0), of(1), of(2)];
    // Not every line has a point at each time: its last one before then.
    for (let t = at; mean == null && t >= 0; t--) [max, min, mean] = [0, 1, 2].map((n) => drawn.data[1 + 3 * i + n]?.[t] as number | null | undefined);
    if (mean == null) return "–";
    return min === max ? shortNumber(mean) : `${shortNumber(mean)} (${shortNumber(min!)} to ${shortNumber(max!)})`;
  };
  const change = (i: number, next: Series | undefined): void => setSeries(series.flatMap((s, n) => (n === i ? (next ? [next] : []) : [s])));
  const span = props.range.last === undefined ? { from: formatUtc(props.range.from), to: formatUtc(props.range.to) } : { last: formatDuration(props.range.last) };
  return (
    <div class="legend">
      <p class="dim legend-time">{times[at] === undefined ? "" : `${cursor === undefined ? "Last point" : "At"} ${formatUtc(times[at]!).replace("T", " ")} UTC`}</p>
      <ul>
        {series.map((s, i) => (
          <li key={`${s.device} ${s.key}`}>
            <i class={i >= HUES ? "dashed" : undefined} style={{ background: `var(--hue-${i % HUES})` }} />
            <span class="legend-name">
              <Link href={address("/telemetry/device", { name: s.device })}>{s.device}</Link> {s.key}
            </span>
            <b>{value(i)}</b>
            <select
              aria-label={`Axis of ${s.device} ${s.key}`}
              value={s.axis ? String(s.axis) : ""}
              onChange={(e: Event) => change(i, { ...s, axis: Number((e.currentTarget as HTMLSelectElement).value) || undefined })}
            >
              <option value="">axis {drawn.axes[i]} by scale</option>
              {Array.from({ length: MOST_AXES }, (_, n) => (
                <option key={n} value={String(n + 1)}>
                  axis {n + 1}
                </option>
              ))}
            </select>
            <button type="button" class="quiet" aria-label={`Take ${s.device} ${s.key} out`} onClick={() => change(i, undefined)}>
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ul>
      <p class="dim legend-files">
        Every value as CSV:{" "}
        {byDevice(series).map(({ device, keys }) => (
          <a key={device} href={apiAddress("telemetry/rows", { device, key: keys, ...span, format: "csv" })} download={`${device}.csv`}>
            {device}
          </a>
        ))}
      </p>
    </div>
  );
}

function Spans(props: { spans: Observation[]; cut: boolean }) {
  if (props.spans.length === 0) return null;
  return (
    <section class="card" aria-label="Observations in this span">
      <h2>Observations</h2>
      <ul class="observations">
        {props.spans.map((o) => (
          <li key={o.start}>
            <button type="button" class="quiet" onClick={() => show({ from: parseUtc(o.start), to: o.end ? parseUtc(o.end) : utcNow() / 1000 }, false)}>
              {o.name || "unnamed"}
            </button>
            <span class="dim">
              {o.start.slice(0, 19).replace("T", " ")} to {o.end ? o.end.slice(0, 19).replace("T", " ") : "now"}
            </span>
            <span class="dim">{o.email}</span>
          </li>
        ))}
      </ul>
      {props.cut && <p class="dim">There are more; choose a shorter span.</p>}
    </section>
  );
}
