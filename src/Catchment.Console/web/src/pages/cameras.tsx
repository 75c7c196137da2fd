import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { ask } from "../api/client";
import type { Camera, CameraList, EventMessage, Frame } from "../api/types";
import { FilterBar, Search } from "../pieces/filterbar";
import { useLive, useResync } from "../pieces/live";
import { Empty, Failed, Loading, Notice } from "../pieces/states";
import { CameraTile } from "../pieces/tile";
import { useAnswer } from "../state/answer";
import { noteNodeTime } from "../state/clock";
import { setParams, useRoute } from "../state/route";
import { useSoon } from "../state/soon";

const RATES_EVERY = 5000;
const NEW_CAMERA_AFTER = 500;
const FILTER_FROM = 9;

/** The first screen: every camera with its newest frame, as it comes. */
export function CamerasPage() {
  const { params } = useRoute();
  const wanted = params.get("q")?.toLowerCase();
  const { data, error, reload } = useAnswer("cameras", async (signal) => {
    const list = await ask<CameraList>("cameras", {}, signal);
    noteNodeTime(list.now);
    return list;
  });
  const [items, setItems] = useState<Camera[]>([]);
  const known = useMemo(() => new Set(data?.items.map((c) => c.camera)), [data]);
  const reloadSoon = useSoon(reload, NEW_CAMERA_AFTER);
  useEffect(() => {
    const timer = setInterval(reload, RATES_EVERY);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => setItems(data?.items ?? []), [data]);
  useResync(reload, []);

  const change = useNews((news) => setItems((had) => had.map((c) => (news.has(c.camera) ? { ...c, ...news.get(c.camera) } : c))));
  // A camera that was not there before has no tile to put its frame on.
  const note = (camera: string, news: Partial<Camera>): void => (known.has(camera) ? change(camera, news) : reloadSoon());
  useLive<Frame>("frame", (frame) => note(frame.camera, { newest: frame }), [known]);
  useLive<EventMessage>("event", (event) => note(event.camera, { last_event: event }), [known]);

  if (!data) return error ? <Failed error={error} retry={reload} /> : <Loading what="the cameras" />;
  if (data.items.length === 0)
    return (
      <Empty title="No camera has sent anything yet" command="./catchment demo">
        This node waits for frames. Point a camera node at it, or let simulated cameras send some:
      </Empty>
    );
  const shown = items.filter((c) => !wanted || `${c.node} ${c.view}`.toLowerCase().includes(wanted));
  const pictured = shown.filter((c) => c.newest);
  const unpictured = shown.filter((c) => !c.newest);
  return (
    <>
      <h1 class="unseen">Cameras</h1>
      {error && <Notice action={{ label: "Try again", run: reload }}>{error.message}</Notice>}
      {(data.items.length >= FILTER_FROM || wanted) && (
        <FilterBar>
          <Search label="Camera" placeholder="Part of a name" value={params.get("q") ?? undefined} onChange={(q) => setParams({ q }, true)} />
        </FilterBar>
      )}
      <div class="tiles">
        {pictured.map((c) => (
          <CameraTile key={c.camera} camera={c} />
        ))}
      </div>
      {unpictured.length > 0 && (
        <div class="tiles tiles-unpictured" aria-label="Nodes that sent messages and no frame">
          {unpictured.map((c) => (
            <CameraTile key={c.camera} camera={c} />
          ))}
        </div>
      )}
      {shown.length === 0 && wanted && <Empty title="No camera has that in its name" />}
    </>
  );
}

type News = Map<string, Partial<Camera>>;

/** Collects what is new of cameras and hands it on once for each picture that the screen shows, however many messages come. */
function useNews(take: (news: News) => void): (camera: string, change: Partial<Camera>) => void {
  const news = useRef<News>(new Map());
  const asked = useRef<number | undefined>(undefined);
  const latest = useRef(take);
  latest.current = take;
  useEffect(() => () => cancelAnimationFrame(asked.current ?? 0), []);
  return (camera, change) => {
    news.current.set(camera, { ...news.current.get(camera), ...change });
    asked.current ??= requestAnimationFrame(() => {
      asked.current = undefined;
      const all = news.current;
      news.current = new Map();
      latest.current(all);
    });
  };
}
