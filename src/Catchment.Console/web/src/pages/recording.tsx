import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { ApiError, ask, tell } from "../api/client";
import type { Page, Recording, RecordingDetail, RecordingNews, TrackingSet } from "../api/types";
import { Confirm } from "../pieces/confirm";
import { EventPlayer, speeds } from "../pieces/eventplayer";
import { EventRows, type ShownSet } from "../pieces/eventrows";
import { FilmButton } from "../pieces/filmbutton";
import { Icon } from "../pieces/icons";
import { Link } from "../pieces/link";
import { useLive, useResync } from "../pieces/live";
import { Empty, Failed, Loading, Notice } from "../pieces/states";
import { BoxTrack } from "../recordings/boxes";
import { dayAddress, eventAddress, filterParams, readFilter, type RecordingFilter } from "../recordings/filter";
import { following, justAfter } from "../recordings/list";
import { usePlayer } from "../recordings/use-player";
import { useAnswer } from "../state/answer";
import { parseNaive } from "../state/clock";
import { go, useRoute } from "../state/route";
import { useSoon } from "../state/soon";
import { count } from "../state/text";

const RENEW_AFTER = 700;
const NEIGHBOURS = 20;

/** One recorded event: its pictures as a film, what was seen in them, and what one can do with it. */
export function RecordingPage() {
  const { path, params } = useRoute();
  const [, , day = "", event = ""] = path.split("/");
  const filter = readFilter(params);
  const { data, error, reload } = useAnswer(`recording ${day} ${event}`, (signal) => ask<RecordingDetail>(`recordings/${day}/${event}`, {}, signal));
  const [deleted, setDeleted] = useState(false);
  const reloadSoon = useSoon(reload, RENEW_AFTER);
  useLive<RecordingNews>(
    "recording",
    (news) => {
      if (news.day !== day || news.event !== event) return;
      if (news.what === "deleted") setDeleted(true);
      else reloadSoon();
    },
    [day, event],
  );
  useResync(reload, []);

  if (deleted || (error instanceof ApiError && error.status === 404))
    return (
      <Empty title={deleted ? "This event was deleted" : "There is no such event"}>
        <Link href={dayAddress(day, filter)}>Events of {day}</Link>
      </Empty>
    );
  if (!data) return error ? <Failed error={error} retry={reload} /> : <Loading what="the event" />;
  return (
    <>
      <h1 class="unseen">
        Event of {data.recording.node} {data.recording.view}, {data.recording.start.slice(0, 19).replace("T", " ")}
      </h1>
      {error && <Notice action={{ label: "Try again", run: reload }}>{error.message}</Notice>}
      <Event detail={data} filter={filter} reload={reload} onDeleted={() => setDeleted(true)} />
    </>
  );
}

function Event(props: { detail: RecordingDetail; filter: RecordingFilter; reload: () => void; onDeleted: () => void }) {
  const { detail, filter } = props;
  const { recording: r } = detail;
  const playing = usePlayer(detail);
  const [trouble, setTrouble] = useState<string>();
  const [asks, setAsks] = useState(false);
  const [off, setOff] = useState<readonly string[]>([]);
  const [hidden, setHidden] = useState(false);
  const tracks = useTracks(r, setTrouble);
  const [before, after] = useNeighbours(r, filter);

  const time = detail.times[playing.player.index];
  const sets: ShownSet[] = useMemo(() => {
    const at = time === undefined ? NaN : parseNaive(time);
    return r.sets.map(({ type, rows }) => {
      const track = tracks.get(type);
      return { type, total: rows, leftOut: track?.leftOut ?? 0, on: !hidden && !off.includes(type), rows: track?.boxes.at(at) ?? [] };
    });
  }, [r.sets, tracks, time, off, hidden]);
  const drawn = useMemo(() => sets.filter((s) => s.on), [sets]);

  const wish = async (what: () => Promise<unknown>, then: () => void): Promise<void> => {
    setTrouble(undefined);
    try {
      await what();
      then();
    } catch (e) {
      setTrouble((e as Error).message);
    }
  };
  const at = `recordings/${r.day}/${r.event}`;
  const keep = (): void => void wish(() => tell(detail.kept ? "DELETE" : "PUT", `${at}/keep`), props.reload);
  const leave = (): void => (after ?? before ? go(eventAddress((after ?? before)!, filter), true) : props.onDeleted());
  const to = (r: Recording | undefined): void => void (r && go(eventAddress(r, filter)));
  useKeys({
    " ": playing.toggle,
    ArrowLeft: () => playing.seek(playing.player.index - 1),
    ArrowRight: () => playing.seek(playing.player.index + 1),
    Home: () => playing.seek(0),
    End: () => playing.seek(playing.player.count - 1),
    "-": () => playing.setSpeed(speeds[Math.max(0, speeds.indexOf(playing.player.speed) - 1)]!),
    "+": () => playing.setSpeed(speeds[Math.min(speeds.length - 1, speeds.indexOf(playing.player.speed) + 1)]!),
    b: () => setHidden(!hidden),
    k: keep,
    p: () => to(before),
    n: () => to(after),
    Delete: () => !detail.kept && setAsks(true),
  });

  return (
    <div class="event-page">
      {trouble && <Notice action={{ label: "Close", run: () => setTrouble(undefined) }}>{trouble}</Notice>}
      <div class="event-head">
        <Link href={dayAddress(r.day, filter)} class="button quiet" label={`Events of ${r.day}`}>
          <Icon name="left" />
          <span>{r.day}</span>
        </Link>
        <div class="event-actions">
          <button type="button" class="quiet" aria-label="Event before (p)" title="Event before (p)" disabled={!before} onClick={() => to(before)}>
            <Icon name="first" />
          </button>
          <button type="button" class="quiet" aria-label="Next event (n)" title="Next event (n)" disabled={!after} onClick={() => to(after)}>
            <Icon name="last" />
          </button>
          <button type="button" aria-pressed={detail.kept} class={detail.kept ? "kept" : ""} title={detail.kept ? "Kept: give it up (k)" : "Keep it from being deleted (k)"} onClick={keep}>
            <Icon name="keep" />
            {detail.kept ? "Kept" : "Keep"}
          </button>
          {detail.times.length > 0 && <FilmButton day={r.day} event={r.event} sets={drawn.filter((s) => s.total > 0).map((s) => s.type)} onTrouble={setTrouble} />}
          <button type="button" class="danger" disabled={detail.kept} title={detail.kept ? "A kept event cannot be deleted" : "Delete (Del)"} onClick={() => setAsks(true)}>
            <Icon name="bin" />
            Delete
          </button>
        </div>
      </div>
      <EventPlayer detail={detail} playing={playing} rows={drawn} />
      <aside class="event-side">
        <dl class="facts">
          <dt>Camera</dt>
          <dd>
            {r.node} {r.view}
          </dd>
          <dt>Start</dt>
          <dd>{r.start.replace("T", " ").slice(0, 23)}</dd>
          <dt>Length</dt>
          <dd>{r.end ? `${((parseNaive(r.end) - parseNaive(r.start)) / 1000).toFixed(1)} s` : "–"}</dd>
          <dt>Pictures</dt>
          <dd>
            {count(detail.times.length)} · {r.width} × {r.height}
          </dd>
          {r.labels.length > 0 && (
            <>
              <dt>Labels</dt>
              <dd>{r.labels.join(", ")}</dd>
            </>
          )}
          <dt>Event</dt>
          <dd class="event-id">{r.event}</dd>
        </dl>
        <EventRows sets={sets} onToggle={(type) => (setHidden(false), setOff(off.includes(type) ? off.filter((t) => t !== type) : [...off, type]))} />
      </aside>
      {asks && (
        <Confirm
          title="Delete this event?"
          text={`Its ${count(detail.times.length)} pictures and ${r.sets.length} tracking sets are removed for good.`}
          action="Delete"
          onAnswer={(yes) => {
            setAsks(false);
            if (yes) void wish(() => tell("DELETE", at), leave);
          }}
        />
      )}
    </div>
  );
}

interface Track {
  rows: number;
  leftOut: number;
  boxes: BoxTrack;
}

/** The event's tracking sets; one that has grown is asked for again. */
function useTracks(r: Recording, onTrouble: (text: string) => void): Map<string, Track> {
  const [tracks, setTracks] = useState(new Map<string, Track>());
  const known = useRef(new Map<string, number>());
  useEffect(() => {
    const abort = new AbortController();
    for (const { type, rows } of r.sets) {
      if (rows === 0 || known.current.get(type) === rows) continue;
      ask<TrackingSet>(`recordings/${r.day}/${r.event}/sets/${type}`, {}, abort.signal).then(
        (set) => {
          known.current.set(type, rows);
          setTracks((had) => new Map(had).set(type, { rows, leftOut: set.left_out, boxes: new BoxTrack(set.rows) }));
        },
        (e: Error) => {
          // One that has just gone is no trouble: the event itself tells.
          if (!abort.signal.aborted && !(e instanceof ApiError && e.status === 404)) onTrouble(e.message);
        },
      );
    }
    return () => abort.abort();
  }, [JSON.stringify(r.sets)]);
  return tracks;
}

/** The events before and after this one, among those that fit the filters. */
function useNeighbours(r: Recording, filter: RecordingFilter): [before: Recording | undefined, after: Recording | undefined] {
  const { data } = useAnswer(`neighbours ${r.event} ${r.sets.length} ${JSON.stringify(filter)}`, async (signal) => {
    const params = { ...filterParams(filter), limit: NEIGHBOURS };
    const [older, newer] = await Promise.all([
      ask<Page<Recording>>("recordings", { ...params, to: justAfter(r.start) }, signal),
      ask<Page<Recording>>("recordings", { ...params, from: r.start, order: "oldest" }, signal),
    ]);
    return [following(older.items, r.event), following(newer.items, r.event)] as [Recording | undefined, Recording | undefined];
  });
  return data ?? [undefined, undefined];
}

function useKeys(keys: Record<string, () => void>): void {
  const newest = useRef(keys);
  newest.current = keys;
  // Before the page is painted: who sees it can press.
  useLayoutEffect(() => {
    const press = (e: KeyboardEvent): void => {
      const target = e.target as HTMLElement;
      const run = newest.current[e.key];
      if (!run || e.ctrlKey || e.metaKey || e.altKey || document.querySelector("dialog[open]")) return;
      if (/^(SELECT|TEXTAREA)$/.test(target.tagName) || (e.key === " " && /^(BUTTON|A)$/.test(target.tagName))) return;
      e.preventDefault();
      run();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
}
