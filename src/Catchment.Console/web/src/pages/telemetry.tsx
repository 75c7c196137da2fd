import { useEffect } from "preact/hooks";
import { ask } from "../api/client";
import type { TelemetryDevice, TelemetryDevices } from "../api/types";
import { FilterBar, Search } from "../pieces/filterbar";
import { Link } from "../pieces/link";
import { VirtualList } from "../pieces/list";
import { Empty, Failed, Loading, Notice } from "../pieces/states";
import { useAnswer } from "../state/answer";
import { utcNow, useTick } from "../state/clock";
import { address, setParams, useRoute } from "../state/route";
import { count } from "../state/text";
import { TelemetryNav } from "../telemetry/nav";
import { age, utcClock } from "../telemetry/text";

const ROW = 44;
const RENEW_EVERY = 5000;

/** The devices that have telemetry, and how long ago each was heard of. */
export function TelemetryPage() {
  const { params } = useRoute();
  const find = params.get("find") ?? undefined;
  const { data, error, loading, reload } = useAnswer("telemetry devices", (signal) => ask<TelemetryDevices>("telemetry/devices", {}, signal));
  useEffect(() => {
    // Behind an answer or an error: a new question would end the one that is still asked.
    if (loading) return undefined;
    const timer = setInterval(() => document.hidden || reload(), RENEW_EVERY);
    return () => clearInterval(timer);
  }, [loading]);
  useTick(1000);
  const items = data?.items.filter((d) => !find || d.device.toLowerCase().includes(find.toLowerCase())) ?? [];
  return (
    <div class="telemetry">
      <h1 class="unseen">Telemetry</h1>
      <TelemetryNav />
      {!data ? (
        error ? (
          <Failed error={error} retry={reload} />
        ) : (
          <Loading what="the devices" />
        )
      ) : data.items.length === 0 ? (
        <Empty title="No telemetry yet" command="catchment run telemetry">
          The live process brings what instruments log into the database, backfill what was there before.
        </Empty>
      ) : (
        <>
          {error && <Notice action={{ label: "Try again", run: reload }}>{error.message}</Notice>}
          <FilterBar>
            <Search label="Device" placeholder="part of the name" value={find} onChange={(f) => setParams({ find: f }, true)} />
          </FilterBar>
          {items.length === 0 ? <Empty title="No device is called so" /> : <VirtualList label="Devices" count={items.length} rowHeight={ROW} row={(i) => <Row device={items[i]!} />} />}
          <p class="list-foot" role="status">
            {count(items.length)} {items.length === 1 ? "device" : "devices"}
            {data.cut && ", and more that are not shown"}
          </p>
        </>
      )}
    </div>
  );
}

function Row(props: { device: TelemetryDevice }) {
  const { device, last, last_ec } = props.device;
  const now = utcNow();
  return (
    <Link href={address("/telemetry/device", { name: device })} class="device-row" label={`${device}, ${age(last, now)} ago`}>
      <b>{device}</b>
      <span class="dim device-code">{last_ec}</span>
      <span class="dim device-time">{utcClock(last, now)} UTC</span>
      <span class="device-age">{age(last, now)}</span>
    </Link>
  );
}
