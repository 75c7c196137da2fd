import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { ask } from "../api/client";
import type { Camera, CameraList, EventMessage, Page } from "../api/types";
import { Choice, FilterBar, Search } from "../pieces/filterbar";
import { Link } from "../pieces/link";
import { VirtualList } from "../pieces/list";
import { useLive, useResync } from "../pieces/live";
import { Empty, Failed, Loading } from "../pieces/states";
import { eventWords } from "../pieces/tile";
import { DayPicker, nextDay } from "../pieces/timerange";
import type { Virtual } from "../pieces/use-virtual";
import { useAnswer } from "../state/answer";
import { nodeToday, noteNodeTime } from "../state/clock";
import { address, setParams, useRoute } from "../state/route";
import { useSoon } from "../state/soon";
import { cameraName, clock, count } from "../state/text";

const PAGE = 200;
const RENEW_AFTER = 2000;
const MOST_KEPT = 50_000;
const ROW = 44;
const ROW_NARROW = 66;
const NARROW = "(max-width: 640px)";

interface Filter {
  node?: string | undefined;
  view?: string | undefined;
  type?: string | undefined;
  text?: string | undefined;
  day?: string | undefined;
}

/** Event messages, newest first; new ones come on top as they happen. */
export function EventsPage() {
  const { params } = useRoute();
  const of = (name: string): string | undefined => params.get(name) ?? undefined;
  const label = of("camera");
  const facts = useAnswer("event facts", async (signal) => {
    const [cameras, types, days] = await Promise.all([
      ask<CameraList>("cameras", {}, signal),
      ask<{ items: string[] }>("eventtypes", {}, signal),
      ask<{ items: string[] }>("days", {}, signal),
    ]);
    noteNodeTime(cameras.now);
    return { cameras: cameras.items, types: types.items, days: days.items };
  });
  useNewFacts(facts.data, facts.reload);
  const pictured = useMemo(() => new Set(facts.data?.cameras.filter((c) => c.newest).map((c) => c.camera)), [facts.data]);
  if (!facts.data) return facts.error ? <Failed error={facts.error} retry={facts.reload} /> : <Loading what="the messages" />;
  const camera = facts.data.cameras.find((c) => c.camera === label);
  const filter: Filter = { node: camera?.node ?? label, view: camera?.view, type: of("type"), text: of("text"), day: of("day") };
  return (
    <>
      <h1 class="unseen">Events</h1>
      <FilterBar>
        <DayPicker label="Day" any value={filter.day} days={facts.data.days} onChange={(day) => setParams({ day })} />
        <Choice
          label="Camera"
          any="All cameras"
          value={label}
          options={facts.data.cameras.map((c) => ({ value: c.camera, text: cameraName(c) }))}
          onChange={(c) => setParams({ camera: c })}
        />
        <Choice label="Type" any="All types" value={filter.type} options={facts.data.types.map((t) => ({ value: t, text: t }))} onChange={(type) => setParams({ type })} />
        <Search label="Text" placeholder="Part of the message" value={filter.text} onChange={(text) => setParams({ text }, true)} />
      </FilterBar>
      <Messages key={JSON.stringify(filter)} filter={filter} pictured={pictured} />
    </>
  );
}

interface Facts {
  cameras: Camera[];
  types: string[];
  days: string[];
}

/** A message of a camera, a type or a day that the filters do not offer yet brings it to them. */
function useNewFacts(facts: Facts | undefined, reload: () => void): void {
  // A day with messages alone never comes among the days, which are those of frames: it is asked for once.
  const asked = useRef(new Set<string>());
  const known = useMemo(
    () => ({ cameras: new Set(facts?.cameras.map((c) => c.camera)), types: new Set(facts?.types), days: new Set(facts?.days) }),
    [facts],
  );
  const soon = useSoon(reload, RENEW_AFTER);
  useLive<EventMessage>(
    "event",
    (event) => {
      const day = event.time.slice(0, 10);
      const isNewDay = !known.days.has(day) && !asked.current.has(day);
      if (known.cameras.has(event.camera) && known.types.has(event.type) && !isNewDay) return;
      asked.current.add(day);
      soon();
    },
    [known],
  );
  useResync(reload, []);
}

function Messages(props: { filter: Filter; pictured: Set<string> }) {
  const { filter } = props;
  const [items, setItems] = useState<EventMessage[]>([]);
  const [state, setState] = useState<"loading" | "more" | "end">("loading");
  const [error, setError] = useState<Error>();
  const [waiting, setWaiting] = useState<EventMessage[]>([]);
  const cursor = useRef<string | undefined>(undefined);
  const busy = useRef<AbortController | undefined>(undefined);
  // What came while the newest page was on its way: it may be in that page, or not.
  const meanwhile = useRef<EventMessage[]>([]);
  const virtual = useRef<Virtual | undefined>(undefined);
  const rowHeight = useNarrow() ? ROW_NARROW : ROW;

  const load = useCallback((fresh: boolean) => {
    if (busy.current && !fresh) return;
    busy.current?.abort();
    const abort = (busy.current = new AbortController());
    setError(undefined);
    if (fresh) meanwhile.current = [];
    const { day, ...rest } = filter;
    const range = day ? { from: day, to: nextDay(day) } : {};
    ask<Page<EventMessage>>("events", { ...rest, ...range, limit: PAGE, cursor: fresh ? undefined : cursor.current }, abort.signal).then(
      (page) => {
        busy.current = undefined;
        cursor.current = page.next;
        setItems((had) => (fresh ? merge(meanwhile.current, page.items) : [...had, ...page.items]));
        setState(page.next ? "more" : "end");
        if (fresh) setWaiting([]);
      },
      (e: Error) => {
        if (abort.signal.aborted) return;
        busy.current = undefined;
        setError(e);
      },
    );
  }, []);
  useEffect(() => {
    load(true);
    return () => busy.current?.abort();
  }, []);
  // A search page may hold nothing although there is more: go on until the screen is full.
  useEffect(() => {
    if (state === "more" && items.length < 30 && !error) load(false);
  }, [state, items, error]);

  const show = useCallback((news: EventMessage[]) => {
    setItems((had) => merge(news, had));
    setWaiting([]);
  }, []);
  useLive<EventMessage>(
    "event",
    (event) => {
      if (!matches(event, filter)) return;
      if (busy.current) meanwhile.current = [event, ...meanwhile.current].slice(0, MOST_KEPT);
      if ((virtual.current?.position ?? 0) < 4) show([event]);
      else setWaiting((w) => [event, ...w].slice(0, MOST_KEPT));
    },
    [],
  );
  useResync(() => (virtual.current?.position ?? 0) < 4 && load(true), []);

  if (error && items.length === 0) return <Failed error={error} retry={() => load(true)} />;
  if (items.length === 0 && state !== "end") return <Loading what={filter.text ? "and searching the messages" : "the messages"} />;
  if (items.length === 0)
    return Object.values(filter).some((v) => v !== undefined) ? (
      <Empty title="No message fits these filters" />
    ) : (
      <Empty title="No event message has come yet" command="./catchment demo">
        Camera nodes tell of motion, light and temperature. Simulated ones do too:
      </Empty>
    );
  return (
    <div class="events">
      {waiting.length > 0 && (
        <button
          type="button"
          class="pill"
          onClick={() => {
            show(waiting);
            virtual.current?.toStart();
          }}
        >
          {count(waiting.length)} new
        </button>
      )}
      <VirtualList
        label="Event messages"
        count={items.length}
        rowHeight={rowHeight}
        row={(i) => <Row event={items[i]!} pictured={props.pictured} />}
        onNearEnd={() => state === "more" && items.length < MOST_KEPT && !error && load(false)}
        onMove={(v) => (virtual.current = v)}
      />
      <p class="list-foot" role="status">
        {error ? (
          <>
            {error.message}{" "}
            <button type="button" class="quiet" onClick={() => load(false)}>
              Try again
            </button>
          </>
        ) : state === "end" ? (
          `${count(items.length)} ${items.length === 1 ? "message" : "messages"}`
        ) : (
          `${count(items.length)} messages, more as you scroll`
        )}
      </p>
    </div>
  );
}

/** New messages over those that are there, each once. */
function merge(news: EventMessage[], had: EventMessage[]): EventMessage[] {
  const there = new Set(had.slice(0, PAGE).map((e) => e.id));
  return [...news.filter((e) => !there.has(e.id)), ...had].slice(0, MOST_KEPT);
}

function Row(props: { event: EventMessage; pictured: Set<string> }) {
  const { event } = props;
  const day = event.time.slice(0, 10);
  // A node that only sends messages has no frames: those of the others at that moment are what one looks for.
  const camera = props.pictured.has(event.camera) ? event.camera : undefined;
  return (
    <div class="event" title={event.text}>
      <span class="event-time">{clock(event.time, nodeToday())}</span>
      <span class="event-camera">{cameraName(event)}</span>
      <span class={`event-type hue-${hue(event.type)}`}>{event.type}</span>
      <span class="event-text">{eventWords(event.text).replace(`${event.type}, `, "")}</span>
      <Link class="event-link" href={address("/frames", { day, camera, at: event.time.slice(11, 23) })} label={`Frames of ${camera ? cameraName(event) : "all cameras"} at ${event.time.slice(11, 19)}`}>
        frames
      </Link>
    </div>
  );
}

function matches(event: EventMessage, filter: Filter): boolean {
  return (
    (filter.node === undefined || event.node === filter.node) &&
    (filter.view === undefined || event.view === filter.view) &&
    (filter.type === undefined || event.type === filter.type) &&
    (filter.day === undefined || event.time.startsWith(filter.day)) &&
    (filter.text === undefined || event.text.toLowerCase().includes(filter.text.toLowerCase()))
  );
}

const knownHues: Record<string, number> = { motion: 0, light: 3, Temp: 4, humidity: 2, Restart: 1 };

/** The same colour for the same type, everywhere and always. */
function hue(type: string): number {
  let h = 0;
  for (const c of type) h = (h * 31 + c.codePointAt(0)!) >>> 0;
  return knownHues[type] ?? h % 6;
}

function useNarrow(): boolean {
  const [narrow, set] = useState(() => matchMedia(NARROW).matches);
  useEffect(() => {
    const query = matchMedia(NARROW);
    const update = (): void => set(query.matches);
    query.addEventListener("change", update);
    return () => query.removeEventListener("change", update);
  }, []);
  return narrow;
}
