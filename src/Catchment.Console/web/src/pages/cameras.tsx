import { useEffect, useState } from "preact/hooks";
import { ask } from "../api/client";
import type { Camera, CameraList, EventMessage, Frame } from "../api/types";
import { FilterBar, Search } from "../pieces/filterbar";
import { useLive, useResync } from "../pieces/live";
import { Empty, Failed, Loading, Notice } from "../pieces/states";
import { CameraTile } from "../pieces/tile";
import { useAnswer } from "../state/answer";
import { noteNodeTime, useTick } from "../state/clock";
import { setParams, useRoute } from "../state/route";

const RATES_EVERY = 5000;
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
  const [news, setNews] = useState(new Map<string, Partial<Camera>>());
  useTick(1000);
  useEffect(() => {
    const timer = setInterval(reload, RATES_EVERY);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => setNews(new Map()), [data]);
  useResync(reload, []);

  // A camera that was not there before has no tile to put its frame on.
  const note = (camera: string, change: Partial<Camera>): void =>
    data && !data.items.some((c) => c.camera === camera) ? reload() : setNews((n) => new Map(n).set(camera, { ...n.get(camera), ...change }));
  useLive<Frame>("frame", (frame) => note(frame.camera, { newest: frame }), [data]);
  useLive<EventMessage>("event", (event) => note(event.camera, { last_event: event }), [data]);

  if (!data) return error ? <Failed error={error} retry={reload} /> : <Loading what="the cameras" />;
  if (data.items.length === 0)
    return (
      <Empty title="No camera has sent anything yet" command="./catchment demo">
        This node waits for frames. Point a camera node at it, or let simulated cameras send some:
      </Empty>
    );
  const shown = data.items.filter((c) => !wanted || `${c.node} ${c.view}`.toLowerCase().includes(wanted)).map((c) => ({ ...c, ...news.get(c.camera) }));
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
      {shown.length === 0 && <Empty title="No camera has that in its name" />}
    </>
  );
}
