import { useEffect, useState } from "preact/hooks";
import { ask } from "../api/client";
import type { Outpost, OutpostList } from "../api/types";
import { useLive, useResync } from "../pieces/live";
import { OutpostTile } from "../pieces/outposttile";
import { Empty, Failed, Loading, Notice } from "../pieces/states";
import { useAnswer } from "../state/answer";
import { noteNodeTime } from "../state/clock";
import { useSoon } from "../state/soon";

const RENEW_EVERY = 5000;
const NEW_OUTPOST_AFTER = 500;

const same = (a: Outpost, b: Outpost): boolean => a.node === b.node && a.view === b.view;

/** Every view of every outpost with its newest picture, as it comes. */
export function OutpostsPage() {
  const { data, error, reload } = useAnswer("outposts", async (signal) => {
    const list = await ask<OutpostList>("outposts", {}, signal);
    noteNodeTime(list.now);
    return list;
  });
  const [items, setItems] = useState<Outpost[]>([]);
  const reloadSoon = useSoon(reload, NEW_OUTPOST_AFTER);
  useEffect(() => setItems(data?.items ?? []), [data]);
  // Connections and health lines change without a picture.
  useEffect(() => {
    const timer = setInterval(reload, RENEW_EVERY);
    return () => clearInterval(timer);
  }, []);
  useResync(reload, []);
  useLive<Outpost>(
    "outpost",
    (news) =>
      setItems((had) => {
        if (had.some((o) => same(o, news))) return had.map((o) => (same(o, news) ? news : o));
        reloadSoon();
        return had;
      }),
    [],
  );
  useLive("recording", reloadSoon, []);

  if (!data) return error ? <Failed error={error} retry={reload} /> : <Loading what="the outposts" />;
  if (data.items.length === 0)
    return (
      <Empty title="No outpost is known yet" command="./catchment demo">
        Name the outposts in the section watcher of catchment.yaml, start one that introduces itself, or let simulated ones come:
      </Empty>
    );
  return (
    <>
      <h1 class="unseen">Outposts</h1>
      {error && <Notice action={{ label: "Try again", run: reload }}>{error.message}</Notice>}
      <div class="tiles">
        {items.map((o) => (
          <OutpostTile key={`${o.node} ${o.view}`} outpost={o} />
        ))}
      </div>
    </>
  );
}
