import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from "preact/hooks";
import { ask } from "../api/client";
import type { Camera, CameraList, Counts, Frame, Page } from "../api/types";
import { Timeline } from "../frames/timeline";
import { Chart } from "../pieces/chart";
import { Choice, FilterBar } from "../pieces/filterbar";
import { FrameView } from "../pieces/frameview";
import { useLive, useResync } from "../pieces/live";
import { Empty, Failed, Loading, Notice } from "../pieces/states";
import { ThumbnailStrip } from "../pieces/strip";
import { DayPicker } from "../pieces/timerange";
import { useAnswer } from "../state/answer";
import { nodeToday, noteNodeTime, parseNaive } from "../state/clock";
import { address, go, setParams, useRoute } from "../state/route";
import { useSoon } from "../state/soon";
import { cameraName } from "../state/text";

const RENEW_EVERY = 2000;
const PAGE_OF_FRAMES = 5000;

/** A day's frames: how many over the day, a strip of thumbnails, and the selected one large. */
export function FramesPage() {
  const { params } = useRoute();
  const label = params.get("camera") ?? undefined;
  const cameras = useAnswer("cameras", async (signal) => {
    const list = await ask<CameraList>("cameras", {}, signal);
    noteNodeTime(list.now);
    return list;
  });
  const camera = cameras.data?.items.find((c) => c.camera === label);
  const filter = camera && { node: camera.node, view: camera.view };
  const days = useAnswer(`days ${label} ${!!cameras.data} ${!!camera}`, async (signal) =>
    cameras.data ? (await ask<{ items: string[] }>("days", { ...filter }, signal)).items : undefined,
  );
  const day = params.get("day") ?? days.data?.[0];

  const retry = (): void => (cameras.reload(), days.reload());
  useNewcomers(cameras.data?.items, label, days.data, retry);
  const error = cameras.error ?? days.error;
  if (error && !days.data) return <Failed error={error} retry={retry} />;
  if (!days.data || !cameras.data) return <Loading what="the days" />;
  return (
    <>
      <h1 class="unseen">Frames</h1>
      <FilterBar>
        <DayPicker label="Day" value={day} days={days.data} onChange={(d) => setParams({ day: d, at: undefined })} />
        <Choice
          label="Camera"
          any="All cameras"
          value={label}
          options={cameras.data.items.map((c) => ({ value: c.camera, text: cameraName(c) }))}
          onChange={(c) => setParams({ camera: c, at: undefined })}
        />
      </FilterBar>
      {label && !camera ? (
        <Empty title={`No camera is called ${label}`}>It may have been renamed. Choose another one above.</Empty>
      ) : !day ? (
        <Empty title="No frame has come yet" command="./catchment demo">
          This node waits for frames. Point a camera node at it, or let simulated cameras send some:
        </Empty>
      ) : (
        <Day key={`${day} ${label}`} day={day} days={days.data} filter={filter} />
      )}
    </>
  );
}

function Day(props: { day: string; days: string[]; filter: { node: string; view: string } | undefined }) {
  const { day, filter } = props;
  const [version, changed] = useReducer((n: number) => n + 1, 0);
  const [ready, setReady] = useState(false);
  const [selected, setSelected] = useState(0);
  const [follow, setFollow] = useState(0);
  const [playing, setPlaying] = useState(false);
  const timeline = useMemo(
    () =>
      new Timeline(
        day,
        {
          counts: (from, to, span) => ask<Counts>("counts", { ...filter, from, to, span }),
          frames: (from, to, cursor) => ask<Page<Frame>>("frames", { ...filter, from, to, cursor, order: "oldest", limit: PAGE_OF_FRAMES }),
        },
        () => changed(0),
      ),
    [day, filter?.node, filter?.view],
  );
  const now = useRef({ selected, playing, ready, gone: false });
  now.current = { ...now.current, selected, playing };
  const turn = useRef<Promise<unknown>>(Promise.resolve());

  const select = useCallback((index: number) => {
    const next = Math.min(Math.max(index, 0), Math.max(0, timeline.total - 1));
    timeline.want(next - 2, next + 3);
    now.current.selected = next; // Whoever looks before the page is drawn again sees it, too.
    setSelected(next);
    setFollow((n) => n + 1);
  }, [timeline]);

  // First the counts, then the frame that the address names, or else the day's last. A day of which this is not known is not
  // shown: it would look like one without frames.
  const begin = useCallback(async () => {
    await timeline.refresh();
    if (timeline.error) return;
    const at = new URLSearchParams(location.search).get("at");
    const time = at ? parseNaive(`${day}T${at}`) : NaN;
    const index = Number.isNaN(time) ? timeline.total - 1 : await timeline.find(time);
    if (timeline.error || now.current.gone) return;
    now.current.ready = true;
    select(index);
    setReady(true);
  }, [timeline]);
  const renew = useCallback((whole = false) => {
    // One after the other: each looks at what the one before it has left.
    turn.current = turn.current.then(async () => {
      if (!now.current.ready) return begin();
      const end = timeline.total - 1;
      const index = now.current.selected;
      const looked = timeline.frame(index);
      await timeline.refresh(whole);
      if (timeline.total === 0 || now.current.gone) return;
      if (now.current.selected >= end && !now.current.playing) return select(timeline.total - 1);
      if (!whole || !looked) return;
      const at = await timeline.find(parseNaive(looked.time)); // Frames before it may have come.
      if (now.current.selected === index && timeline.frame(index)?.picture !== looked.picture) select(at);
    });
  }, [timeline]);
  useEffect(() => {
    now.current.gone = false;
    renew();
    return () => void (now.current.gone = true);
  }, [timeline]);
  useRenewal(day, filter, renew);

  // The strip may be scrolled so far away that the timeline lets the selected frame go; it is still looked at here.
  const kept = useRef<{ index: number; frame: Frame } | undefined>(undefined);
  const loaded = timeline.frame(selected);
  if (loaded) kept.current = { index: selected, frame: loaded };
  const frame = kept.current?.index === selected ? kept.current.frame : undefined;
  useAddress(day, frame, ready, selected === timeline.total - 1);
  useKeys({ select, timeline, now, setPlaying });
  usePlaying(playing, frame, selected, timeline, select, setPlaying);

  const minutes = useMemo(() => timeline.minutes(), [version]);
  const lines = useMemo(() => [{ label: "frames", colour: "--accent", values: minutes.values }], [minutes]);
  const range = useMemo(() => hours(minutes.times, parseNaive(day) / 1000), [minutes]);
  const get = useCallback((i: number) => timeline.frame(i), [timeline, version]);

  if (!ready) return timeline.error ? <Failed error={timeline.error} retry={() => void begin()} /> : <Loading what="the day" />;
  if (timeline.total === 0) return <NoFrames day={day} days={props.days} />;
  return (
    <div class="day">
      {timeline.error && <Notice action={{ label: "Try again", run: () => renew() }}>{timeline.error.message}</Notice>}
      <Chart
        label={`Frames of each minute of ${day}; ${timeline.total} altogether. Arrow keys step through them.`}
        height={92}
        times={minutes.times}
        lines={lines}
        range={range}
        bars
        marker={timeline.timeOf(selected) / 1000}
        onPick={(s) => select(timeline.indexAt(s * 1000))}
      />
      <FrameView frame={frame} index={selected} total={timeline.total} playing={playing} onStep={(n) => select(selected + n)} onGo={select} onPlay={() => setPlaying(!playing)} />
      <ThumbnailStrip
        count={timeline.total}
        itemWidth={126}
        frame={get}
        selected={selected}
        onSelect={select}
        onRange={(first, end) => timeline.want(first, end)}
        follow={follow}
      />
    </div>
  );
}

/** The hours of the day that have frames: a camera that ran for one hour gets all the room for it. */
function hours(times: number[], start: number): [number, number] {
  const first = times[0] ?? start;
  const last = times.at(-1) ?? start + 86_399;
  return [Math.floor(first / 3600) * 3600, Math.ceil((last + 60) / 3600) * 3600];
}

function NoFrames(props: { day: string; days: string[] }) {
  const newest = props.days[0];
  return (
    <>
      <Empty title={`No frames on ${props.day}`}>
        {newest ? "Choose another day above." : "Nothing was received from this camera yet."} Frames that were put into the folder by hand are found by{" "}
        <code>./catchment events rebuild</code>.
      </Empty>
      {newest && (
        <p class="state-action">
          <button type="button" onClick={() => setParams({ day: newest, at: undefined })}>
            Go to {newest}
          </button>
        </p>
      )}
    </>
  );
}

/** A frame of a camera or a day that the page does not know yet brings both to it, and so do days that were found in the files. */
function useNewcomers(cameras: Camera[] | undefined, label: string | undefined, days: string[] | undefined, reload: () => void): void {
  const known = useMemo(() => new Set([...(cameras ?? []).filter((c) => c.newest).map((c) => c.camera), ...(days ?? [])]), [cameras, days]);
  const soon = useSoon(reload, RENEW_EVERY);
  useLive<Frame>(
    "frame",
    (frame) => {
      if (!known.has(frame.camera) || ((!label || frame.camera === label) && !known.has(frame.time.slice(0, 10)))) soon();
    },
    [known, label],
  );
  useLive("day", soon, [soon]);
  useResync(reload, [label]);
}

/** The counts are asked for again when frames of the day come or are found, but not more often than every two seconds. */
function useRenewal(day: string, filter: { node: string; view: string } | undefined, renew: (whole?: boolean) => void): void {
  const renewAll = useCallback(() => renew(true), [renew]);
  const soon = useSoon(() => renew(), RENEW_EVERY);
  const allSoon = useSoon(renewAll, RENEW_EVERY);
  useLive<Frame>(
    "frame",
    (frame) => {
      if (frame.time.slice(0, 10) === day && (!filter || (frame.node === filter.node && frame.view === filter.view))) soon();
    },
    [day, filter?.node, filter?.view, soon],
  );
  useLive<{ day: string }>("day", (found) => found.day === day && allSoon(), [day, allSoon]);
  useResync(renewAll, [renewAll]);
}

/** The address names the selected frame, so that it can be shared; at the end of today it names none, and follows. */
function useAddress(day: string, frame: Frame | undefined, ready: boolean, isLast: boolean): void {
  useEffect(() => {
    if (!ready || !frame) return undefined;
    const timer = setTimeout(() => {
      const at = isLast && day === nodeToday() ? undefined : frame.time.slice(11);
      const params = Object.fromEntries(new URLSearchParams(location.search));
      if (location.pathname === "/frames") go(address("/frames", { ...params, day, at }), true);
    }, 300);
    return () => clearTimeout(timer);
  }, [frame?.picture, ready, isLast]);
}

function useKeys(k: {
  select: (index: number) => void;
  timeline: Timeline;
  now: { current: { selected: number } };
  setPlaying: (f: (p: boolean) => boolean) => void;
}): void {
  useEffect(() => {
    const press = (e: KeyboardEvent): void => {
      const target = e.target as HTMLElement;
      if (e.ctrlKey || e.metaKey || e.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName)) return;
      const at = k.now.current.selected;
      const minute = (n: number): number => k.timeline.indexAt(k.timeline.timeOf(at) + n * 60_000);
      const moves: Record<string, () => void> = {
        ArrowLeft: () => k.select(at - 1),
        ArrowRight: () => k.select(at + 1),
        Home: () => k.select(0),
        End: () => k.select(k.timeline.total - 1),
        PageUp: () => k.select(Math.min(at - 1, minute(-1))),
        PageDown: () => k.select(Math.max(at + 1, minute(1))),
        " ": () => k.setPlaying((p) => !p),
      };
      const move = moves[e.key];
      if (!move || (e.key === " " && target.tagName === "BUTTON" && !target.classList.contains("thumb"))) return;
      e.preventDefault();
      move();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [k.select, k.timeline]);
}

const PLAY_EVERY = 200;

function usePlaying(
  playing: boolean,
  frame: Frame | undefined,
  selected: number,
  timeline: Timeline,
  select: (index: number) => void,
  setPlaying: (playing: boolean) => void,
): void {
  useEffect(() => {
    if (!playing || !frame) return undefined;
    if (selected >= timeline.total - 1) {
      setPlaying(false);
      return undefined;
    }
    timeline.want(selected, selected + 30);
    const timer = setTimeout(() => select(selected + 1), PLAY_EVERY);
    return () => clearTimeout(timer);
  }, [playing, selected, frame?.picture]);
}

