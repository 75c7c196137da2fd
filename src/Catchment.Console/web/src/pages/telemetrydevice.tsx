import { useEffect, useState } from "preact/hooks";
import { ApiError, ask } from "../api/client";
import type { TelemetryKey, TelemetryKeys } from "../api/types";
import { FilterBar, Search } from "../pieces/filterbar";
import { Link } from "../pieces/link";
import { VirtualList } from "../pieces/list";
import { Empty, Failed, Loading, Notice } from "../pieces/states";
import { useAnswer } from "../state/answer";
import { utcNow, useTick } from "../state/clock";
import { address, go, setParams, useRoute } from "../state/route";
import { count } from "../state/text";
import { TelemetryNav } from "../telemetry/nav";
import { MOST_SERIES, writeSeries } from "../telemetry/series";
import { age, utcClock, valueText } from "../telemetry/text";
import { formatUtc, parseUtc, USUAL_LAST } from "../telemetry/time";

const ROW = 44;
const RENEW_EVERY = 5000;

/** The keys of a device, each with its last value; those that are chosen become a chart. */
export function TelemetryDevicePage() {
  const { params } = useRoute();
  const [device, find] = [params.get("name") ?? "", params.get("find") ?? undefined];
  const { data, error, loading, reload } = useAnswer(`telemetry keys ${device}`, (signal) => ask<TelemetryKeys>("telemetry/keys", { device }, signal));
  const [chosen, choose] = useState<string[]>([]);
  useEffect(() => {
    // Behind an answer or an error: a new question would end the one that is still asked.
    if (loading) return undefined;
    const timer = setInterval(() => document.hidden || reload(), RENEW_EVERY);
    return () => clearInterval(timer);
  }, [loading]);
  useTick(1000);
  const items = (data?.items ?? []).filter((k) => !find || k.key.toLowerCase().includes(find.toLowerCase())).sort((a, b) => (a.key < b.key ? -1 : 1));
  // The last hour, or of a device that fell silent the hour before that.
  const last = data?.items.reduce((t, k) => Math.max(t, parseUtc(k.ts)), 0) ?? 0;
  const range = last === 0 || utcNow() / 1000 - last < USUAL_LAST ? { last: "1h" } : { from: formatUtc(Math.ceil(last) - USUAL_LAST), to: formatUtc(Math.ceil(last)) };
  const chart = (keys: string[]): string => address("/telemetry/chart", { keys: writeSeries(keys.map((key) => ({ device, key }))), ...range });
  const missing = device === "" || (error instanceof ApiError && error.status === 404);
  return (
    <div class="telemetry">
      <TelemetryNav />
      <h1 class="device-name">{device}</h1>
      {missing ? (
        <Empty title="There is no telemetry of this device">
          <Link href="/telemetry">All devices</Link>
        </Empty>
      ) : !data ? (
        error ? (
          <Failed error={error} retry={reload} />
        ) : (
          <Loading what="the keys" />
        )
      ) : data.items.length === 0 ? (
        <Empty title="Its newest entries have no keys" />
      ) : (
        <>
          {error && <Notice action={{ label: "Try again", run: reload }}>{error.message}</Notice>}
          <FilterBar>
            <Search label="Key" placeholder="part of the key" value={find} onChange={(f) => setParams({ find: f }, true)} />
          </FilterBar>
          {items.length === 0 ? (
            <Empty title="No key is called so" />
          ) : (
            <VirtualList
              label={`Keys of ${device}`}
              count={items.length}
              rowHeight={ROW}
              row={(i) => <Row item={items[i]!} chosen={chosen} choose={choose} chart={chart} />}
            />
          )}
          <p class="list-foot files-foot" role="status">
            <span>
              {count(items.length)} {items.length === 1 ? "key" : "keys"} of the newest entries
            </span>
            <button type="button" disabled={chosen.length === 0} onClick={() => go(chart(chosen))}>
              {chosen.length === 0 ? "Choose keys for a chart" : `Chart ${chosen.length} ${chosen.length === 1 ? "key" : "keys"}`}
            </button>
          </p>
        </>
      )}
    </div>
  );
}

function Row(props: { item: TelemetryKey; chosen: string[]; choose: (keys: string[]) => void; chart: (keys: string[]) => string }) {
  const { item, chosen, choose } = props;
  const [place, setPlace] = useState(0);
  const key = item.items === undefined ? item.key : `${item.key}[${place}]`;
  const isNumber = item.kind === "number" || item.kind === "boolean" || (item.items ?? 0) > 0;
  const now = utcNow();
  return (
    <div class="key-row" title={item.ec}>
      <label class="key-name">
        <input
          type="checkbox"
          disabled={!isNumber || (chosen.length >= MOST_SERIES && !chosen.includes(key))}
          checked={chosen.includes(key)}
          onChange={() => choose(chosen.includes(key) ? chosen.filter((k) => k !== key) : [...chosen, key])}
        />
        <span>{item.key}</span>
      </label>
      {item.items !== undefined && item.items > 0 ? (
        <input
          class="key-place"
          type="number"
          aria-label={`Item of ${item.key}`}
          min={0}
          max={item.items - 1}
          value={place}
          onInput={(e: Event) => setPlace(Math.min(Math.max(Math.trunc(Number((e.currentTarget as HTMLInputElement).value)) || 0, 0), item.items! - 1))}
        />
      ) : (
        <span />
      )}
      <span class="key-value">{valueText(item.value, item.items)}</span>
      <span class="dim device-time">{utcClock(item.ts, now)}</span>
      <span class="device-age">{age(item.ts, now)}</span>
      {isNumber ? (
        <Link href={props.chart([key])} label={`Chart of ${key}`}>
          chart
        </Link>
      ) : (
        <span />
      )}
    </div>
  );
}
