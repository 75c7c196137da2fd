import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { ask } from "../api/client";
import type { Page, Recording, RecordingNews } from "../api/types";
import { DayTimeline, labelHue } from "../pieces/daytimeline";
import { Choice, FilterBar } from "../pieces/filterbar";
import { Link } from "../pieces/link";
import { VirtualList } from "../pieces/list";
import { useLive, useResync } from "../pieces/live";
import { Empty, Failed, Loading, Notice } from "../pieces/states";
import { DayPicker } from "../pieces/timerange";
import { setColour } from "../recordings/boxes";
import { eventAddress, filterParams, readFilter, type RecordingFilter } from "../recordings/filter";
import { merge } from "../recordings/list";
import { useAnswer } from "../state/answer";
import { parseNaive } from "../state/clock";
import { go, setParams, useRoute } from "../state/route";
import { useSoon } from "../state/soon";
import { count, duration } from "../state/text";

const PAGE = 1000;
/** So many events are loaded by themselves; further ones on demand. */
const MOST_AT_ONCE = 20_000;
const NEWEST = 200;
const RENEW_AFTER = 1000;
const FACTS_AFTER = 3000;
const ROW = 84;
const SETTLED = 90;

/** A day's recorded events: where in the day they lie, and a list of them with their first pictures. */
export function RecordingsPage() {
  const { params } = useRoute();
  const filter = readFilter(params);
  const key = JSON.stringify(filter);
  const days = useAnswer(`recorded days ${key}`, (signal) => ask<{ items: { day: string; count: number }[] }>("recordings/days", filterParams(filter), signal));
  const facts = useAnswer("recording facts", async (signal) => {
    const [views, labels, types] = await Promise.all([
      ask<{ items: { node: string; view: string }[] }>("recordings/views", {}, signal),
      ask<{ items: string[] }>("recordings/labels", {}, signal),
      ask<{ items: string[] }>("recordings/types", {}, signal),
    ]);
    return { views: views.items, labels: labels.items, types: types.items };
  });
  const reload = (): void => (days.reload(), facts.reload());
  const reloadSoon = useSoon(reload, FACTS_AFTER);
  useLive<RecordingNews>("recording", (news) => news.what !== "changed" && reloadSoon(), []);
  useResync(reload, [key]);

  const error = days.error ?? facts.error;
  if (error && (!days.data || !facts.data)) return <Failed error={error} retry={reload} />;
  if (!days.data || !facts.data) return <Loading what="the days" />;
  const day = params.get("day") ?? days.data.items[0]?.day;
  return (
    <>
      <h1 class="unseen">Recordings</h1>
      <FilterBar>
        <DayPicker label="Day" value={day} days={days.data.items.map((d) => d.day)} onChange={(d) => setParams({ day: d })} />
        <CameraChoice views={facts.data.views} filter={filter} />
        <Choice label="Label" any="All labels" value={filter.label} options={words(facts.data.labels)} onChange={(label) => setParams({ label })} />
        <Choice label="Tracking set" any="All sets" value={filter.type} options={words(facts.data.types)} onChange={(type) => setParams({ type })} />
      </FilterBar>
      {day ? (
        <Day key={`${day} ${key}`} day={day} filter={filter} />
      ) : Object.values(filter).some(Boolean) ? (
        <Empty title="No event fits these filters">Choose others above.</Empty>
      ) : (
        <Empty title="No event has been recorded yet" command="./catchment demo">
          This node waits for its outposts. Name them in the section watcher of catchment.yaml, or let simulated ones record some:
        </Empty>
      )}
    </>
  );
}

const words = (items: string[]): { value: string; text: string }[] => items.map((i) => ({ value: i, text: i }));

/** All, the views of one node, or one view. */
function CameraChoice(props: { views: { node: string; view: string }[]; filter: RecordingFilter }) {
  const { node, view } = props.filter;
  const options: { value: string; text: string }[] = [];
  const value = (n: string, v?: string): string => JSON.stringify(v === undefined ? [n] : [n, v]);
  for (const n of [...new Set(props.views.map((v) => v.node))]) {
    const own = props.views.filter((v) => v.node === n);
    if (own.length > 1 || (node === n && view === undefined)) options.push({ value: value(n), text: `${n} (all views)` });
    for (const v of own) options.push({ value: value(n, v.view), text: `${n} ${v.view}` });
  }
  return (
    <Choice
      label="Camera"
      any="All cameras"
      value={node === undefined ? undefined : value(node, view)}
      options={options}
      onChange={(chosen) => {
        const [n, v] = chosen ? (JSON.parse(chosen) as [string, string?]) : [];
        setParams({ node: n, view: v });
      }}
    />
  );
}

function Day(props: { day: string; filter: RecordingFilter }) {
  const { day, filter } = props;
  const { items, state, error, reload, more } = useDay(day, filter);
  const [marked, setMarked] = useState<string>();
  if (error && items.length === 0) return <Failed error={error} retry={reload} />;
  if (items.length === 0) return state === "loading" ? <Loading what="the day" /> : <Empty title={`No events on ${day}`}>Choose another day or other filters above.</Empty>;
  return (
    <div class="day">
      {error && <Notice action={{ label: "Try again", run: reload }}>{error.message}</Notice>}
      <DayTimeline day={day} recordings={items} marked={marked} onPick={(r) => go(eventAddress(r, filter))} />
      <VirtualList label={`Events of ${day}, newest first`} count={items.length} rowHeight={ROW} row={(i) => <Row recording={items[i]!} filter={filter} onMark={setMarked} />} />
      <p class="list-foot" role="status">
        {count(items.length)} {items.length === 1 ? "event" : "events"}
        {state === "loading" ? ", loading more" : state === "cut" ? ` from ${items.at(-1)!.start.slice(11, 19)} on; there are earlier ones. ` : ""}
        {state === "cut" && (
          <button type="button" class="quiet" onClick={more}>
            Show earlier events
          </button>
        )}
      </p>
    </div>
  );
}

/** All events of a day, page by page, and what becomes of them while one looks. */
function useDay(day: string, filter: RecordingFilter): { items: Recording[]; state: "loading" | "all" | "cut"; error: Error | undefined; reload: () => void; more: () => void } {
  const [items, setItems] = useState<Recording[]>([]);
  const [state, setState] = useState<"loading" | "all" | "cut">("loading");
  const [error, setError] = useState<Error>();
  const [stale, setStale] = useState<Error>();
  const abort = useRef<AbortController | undefined>(undefined);
  const query = { ...filterParams(filter), date: day };

  const gone = useRef(new Set<string>());
  const next = useRef<string | undefined>(undefined);
  const shown = useRef(0);
  shown.current = items.length;
  const still = (all: Recording[]): Recording[] => all.filter((r) => !gone.current.has(r.event));

  /** Loads the day anew, as far as it was shown; or goes on where it was cut. */
  const load = useCallback(async (goOn: boolean) => {
    abort.current?.abort();
    const { signal } = (abort.current = new AbortController());
    setError(undefined);
    setState("loading");
    try {
      let cursor = goOn ? next.current : undefined;
      let all: Recording[] = [];
      const most = goOn ? MOST_AT_ONCE : Math.max(MOST_AT_ONCE, shown.current);
      do {
        const page: Page<Recording> = await ask<Page<Recording>>("recordings", { ...query, limit: PAGE, cursor }, signal);
        all = [...all, ...page.items];
        cursor = page.next;
        const sofar = still(all);
        // What was there stays until the end, or a long list would jump to its begin when it is loaded anew.
        setItems((had) => (goOn ? merge(had, still(page.items)) : cursor && had.length > sofar.length ? had : sofar));
      } while (cursor && all.length < most);
      next.current = cursor;
      setState(cursor ? "cut" : "all");
    } catch (e) {
      if (!signal.aborted) setError(e as Error);
    }
  }, []);
  useEffect(() => {
    void load(false);
    return () => abort.current?.abort();
  }, []);

  // An event lasts seconds, and what a sentinel finds in it comes minutes later at most: the newest ones are those that change.
  const renew = useSoon(() => {
    ask<Page<Recording>>("recordings", { ...query, limit: NEWEST }).then(
      (page) => {
        setStale(undefined);
        setItems((had) => merge(had, still(page.items)));
      },
      (e: Error) => setStale(e),
    );
  }, RENEW_AFTER);
  useLive<RecordingNews>(
    "recording",
    (news) => {
      if (news.day !== day) return;
      if (news.what === "deleted") {
        // An answer that is on its way may still have it.
        gone.current.add(news.event);
        setItems((had) => had.filter((r) => r.event !== news.event));
      } else {
        gone.current.delete(news.event);
        renew();
      }
    },
    [day],
  );
  useResync(() => void load(false), []);
  return { items, state, error: error ?? stale, reload: () => void load(false), more: () => void load(true) };
}

function Row(props: { recording: Recording; filter: RecordingFilter; onMark: (event: string | undefined) => void }) {
  const { recording: r } = props;
  const lasted = r.end ? Math.max(0, parseNaive(r.end) - parseNaive(r.start)) : undefined;
  return (
    <div class="recording" onPointerEnter={() => props.onMark(r.event)} onPointerLeave={() => props.onMark(undefined)}>
      <Link
        href={eventAddress(r, props.filter)}
        class="recording-link"
        label={`${r.node} ${r.view} at ${r.start.slice(11, 19)}${r.labels.length ? `, ${r.labels.join(", ")}` : ""}`}
      >
        <Thumbnail key={r.event} picture={r.picture} />
        <span class="recording-time">
          <b>{r.start.slice(11, 19)}</b>
          <small>{lasted === undefined ? "" : lasted < 1000 ? "under 1 s" : duration(lasted)}</small>
        </span>
        <span class="recording-camera">
          <b>{r.node}</b> {r.view}
          <small>
            {count(r.pictures)} {r.pictures === 1 ? "picture" : "pictures"}
          </small>
        </span>
        <span class="recording-labels">
          {r.labels.map((l) => (
            <span key={l} class={`event-type hue-${labelHue(l)}`}>
              {l}
            </span>
          ))}
        </span>
        <span class="recording-sets">
          {r.sets.map((s) => (
            <span key={s.type} class="set-mark" title={`${s.rows} rows`}>
              <i style={{ background: setColour(s.type) }} />
              {s.type}
            </span>
          ))}
        </span>
      </Link>
    </div>
  );
}

/** The first picture, asked for once the list stands still over it. */
function Thumbnail(props: { picture: string | undefined }) {
  const [load, setLoad] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLoad(true), SETTLED);
    return () => clearTimeout(timer);
  }, []);
  const [failed, setFailed] = useState(false);
  return props.picture && load && !failed ? (
    <img class="recording-picture" src={props.picture} alt="" decoding="async" draggable={false} onError={() => setFailed(true)} />
  ) : (
    <span class="recording-picture" />
  );
}
