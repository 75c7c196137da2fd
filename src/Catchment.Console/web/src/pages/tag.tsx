import { useEffect, useState } from "preact/hooks";
import type uPlot from "uplot";
import { ApiError, ask } from "../api/client";
import { Link } from "../pieces/link";
import { Empty, Failed, Loading, Notice } from "../pieces/states";
import { useAnswer } from "../state/answer";
import { utcNow, useTick } from "../state/clock";
import { address, setParams, useRoute } from "../state/route";
import { count } from "../state/text";
import { TagNav } from "../tags/nav";
import { QualityBadge } from "../tags/quality";
import { useTagStream } from "../tags/stream";
import { isWritable, placeText, protocolName, protocols, tagAge, tagText, tagTime } from "../tags/text";
import { trend } from "../tags/trend";
import type { TagDetail, TagHistory } from "../tags/types";
import { TagWrite } from "../tags/write";
import { TelemetryPlot, type PlotLine, type PlotSpan } from "../telemetry/plot";
import { formatUtc, type View } from "../telemetry/time";

const RENEW_EVERY = 5000;
const PLOT = 240;
const BUCKETS = 400;
const SHOWN_WRITES = 12;
const line: PlotLine[] = [{ label: "value", colour: "--hue-0", dashed: false, axis: 1 }];
const none: PlotSpan[] = [];
const lasts: [value: string, text: string][] = [["", "all that is kept"], ["1m", "1 min"], ["10m", "10 min"], ["1h", "1 h"], ["1d", "1 d"]];

/** One tag: what it has, what it had, where it stands; and written where that is allowed. */
export function TagPage() {
  const { params } = useRoute();
  const [key, last] = [params.get("key") ?? "", params.get("last") ?? ""];
  const [view, setView] = useState<View>();
  const detail = useAnswer(`tag ${key}`, (signal) => ask<TagDetail>("tags/tag", { key }, signal));
  const history = useAnswer(`tag history ${key} ${last} ${view?.from} ${view?.to}`, (signal) =>
    ask<TagHistory>("tags/history", { key, buckets: BUCKETS, ...(view ? { from: formatUtc(view.from), to: formatUtc(view.to) } : { last: last || undefined }) }, signal),
  );
  const stream = useTagStream(detail.reload);
  const id = detail.data?.tag.id;
  useEffect(() => (id ? stream.watch([id]) : undefined), [id]);
  useEffect(() => {
    // Behind an answer or an error: a new question would end the one that is still asked.
    if (history.loading || detail.loading) return undefined;
    const timer = setTimeout(() => {
      if (document.hidden) return;
      if (!view) history.reload();
      if (detail.error) detail.reload();
    }, RENEW_EVERY);
    return () => clearTimeout(timer);
  }, [history.loading, detail.loading, view]);
  useTick(1000);
  const [points, setPoints] = useState<[number, number][]>([]);
  const live = id ? stream.tags.get(id) : undefined;
  useEffect(() => {
    if (live && (typeof live.value === "number" || typeof live.value === "boolean")) setPoints((p) => [...p.slice(-1999), [live.timestamp, Number(live.value)]]);
  }, [live?.timestamp, live?.changes]);

  const { data } = detail;
  if (key === "" || (detail.error instanceof ApiError && detail.error.status === 404))
    return (
      <div class="telemetry tags">
        <TagNav />
        <Empty title="There is no tag with this key">
          <Link href="/tags">All tags</Link>
        </Empty>
      </div>
    );
  if (!data)
    return (
      <div class="telemetry tags">
        <TagNav />
        {detail.error ? <Failed error={detail.error} retry={detail.reload} /> : <Loading what="the tag" />}
      </div>
    );
  const { tag } = data;
  const present = live ?? tag;
  const now = utcNow() / 1000;
  return (
    <div class="telemetry tags tag-page">
      <TagNav />
      {detail.error && <Notice action={{ label: "Try again", run: detail.reload }}>{detail.error.message}</Notice>}
      {live?.is_gone && <Notice>This tag is no longer registered.</Notice>}
      <h1 class="device-name">{tag.key}</h1>
      <section class="card tag-now" aria-label="Now">
        <p class="tag-big">
          <b key={live?.changes ?? 0} class={live && live.changes > 0 ? "flash" : undefined}>
            {tagText(present.value)}
          </b>
          {tag.units && <i>{tag.units}</i>}
          <QualityBadge quality={present.quality} />
        </p>
        <p class="dim">
          written <span title={tagTime(present.timestamp)}>{tagAge(present.timestamp, now)} ago</span> · changed{" "}
          <span title={tagTime(present.last_change)}>{tagAge(present.last_change, now)} ago</span> · {tagTime(present.timestamp)}
        </p>
        {data.text && <pre class="tag-text">{data.text}</pre>}
      </section>
      <Trend history={history.data} error={history.error} points={points} last={last} view={view} setView={setView} live={!view} />
      <div class="cards">
        {data.allows_writes && <TagWrite tag={tag} limits={data.limits} done={detail.reload} />}
        <section class="card" aria-label="Mappings">
          <header>
            <h2>Mappings</h2>
          </header>
          {data.mappings.length === 0 && <p class="dim">No protocol serves this tag.</p>}
          <ul class="tag-places">
            {data.mappings.map((m) => (
              <li key={`${m.protocol} ${m.id}`}>
                <Link href={address("/tags/mappings", { protocol: m.protocol, id: m.id })}>{protocolName(m.protocol)}</Link>
                <span>{placeText(m.protocol, m.mapping)}</span>
                <span class="dim">{isWritable(m.mapping) ? "may be written" : "read only"}</span>
              </li>
            ))}
          </ul>
          <p class="tag-adds">
            Add to{" "}
            {protocols.map((p) => (
              <Link key={p.value} href={address("/tags/mappings", { protocol: p.value, key: tag.key, data: tag.id, new: "1" })}>
                {p.text}
              </Link>
            ))}
          </p>
        </section>
        <section class="card" aria-label="Definition">
          <header>
            <h2>Definition</h2>
          </header>
          <dl class="tag-facts">
            <Fact name="type" value={tag.data_type} />
            <Fact name="unit" value={tag.units || "–"} />
            <Fact name="address" value={data.address === undefined ? "–" : String(data.address)} />
            <Fact name="limits" value={data.limits ? `${data.limits.low ?? "–∞"} to ${data.limits.high ?? "∞"}, ${data.limits.is_clamped ? "moved to the limit" : "refused"}` : "–"} />
            <Fact name="initial value" value={tagText(data.default)} />
            <Fact name="registered" value={data.is_automatic ? "by its first write" : "by a client"} />
            <Fact name="id" value={tag.id} />
          </dl>
        </section>
        {history.data && history.data.newest.length > 0 && (
          <section class="card" aria-label="Last writes">
            <header>
              <h2>Last writes</h2>
            </header>
            <table class="rows">
              <tbody>
                {history.data.newest.slice(0, SHOWN_WRITES).map((w, i) => (
                  <tr key={i}>
                    <td class="dim">{formatUtc(w.timestamp).replace("T", " ")}</td>
                    <td class="tag-write-value">{tagText(w.value)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )}
      </div>
    </div>
  );
}

const Fact = (props: { name: string; value: string }) => (
  <div>
    <dt>{props.name}</dt>
    <dd>{props.value}</dd>
  </div>
);

function Trend(props: {
  history: TagHistory | undefined;
  error: Error | undefined;
  points: [number, number][];
  last: string;
  view: View | undefined;
  setView: (view: View | undefined) => void;
  live: boolean;
}) {
  const { history } = props;
  if (!history) return props.error ? <Notice>{props.error.message}</Notice> : <Loading what="the past" />;
  const data = trend(history, props.live ? props.points : []);
  const end = props.live ? Math.max(utcNow() / 1000, history.to) : history.to;
  const view = props.view ?? { from: props.last === "" ? Math.min(history.from, end - 1) : end - (history.to - history.from), to: end };
  return (
    <section class="card plot-card" aria-label="Trend">
      <div class="tag-spans" role="group" aria-label="Span">
        {lasts.map(([value, text]) => (
          <button
            key={value}
            type="button"
            class="quiet"
            aria-pressed={!props.view && props.last === value}
            onClick={() => {
              props.setView(undefined);
              setParams({ last: value || undefined }, true);
            }}
          >
            {text}
          </button>
        ))}
      </div>
      {data[0].length === 0 ? (
        <p class="plot-none">{history.entries > 0 ? "No numbers in this span." : "Nothing is kept of this span."}</p>
      ) : (
        <TelemetryPlot label={`Trend of ${history.key}`} height={PLOT} view={view} lines={line} data={data as uPlot.AlignedData} spans={none} onView={(v, settled) => settled && props.setView(v)} onCursor={() => undefined} />
      )}
      <p class="dim plot-help" id="plot-help">
        {count(history.entries)} {history.entries === 1 ? "write" : "writes"} in this span{props.view ? "; choose a span to go on live" : "; pull across the chart to look closer"}
      </p>
    </section>
  );
}
