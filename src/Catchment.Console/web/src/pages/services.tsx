import { useEffect, useState } from "preact/hooks";
import { ask } from "../api/client";
import type { Counters, Disk, Service, ServiceState, Status } from "../api/types";
import { Chart } from "../pieces/chart";
import { useLive, useResync } from "../pieces/live";
import { Failed, Loading, Notice } from "../pieces/states";
import { useAnswer } from "../state/answer";
import { parseNaive, utcNow, useTick, nodeNow } from "../state/clock";
import { bytes, count, duration, shortCount } from "../state/text";

const EVERY = 2000;
const KEPT = 300;
/** Seconds that the charts show at least. */
const SHORTEST = 60;

const words: Record<ServiceState, string> = {
  starting: "starting",
  running: "running",
  degraded: "degraded",
  backing_off: "restarting",
  stopping: "stopping",
  stopped: "stopped",
};

interface Meaning {
  received: string;
  sent: string;
  discarded: string;
}

const usual: Meaning = { received: "received", sent: "sent", discarded: "discarded" };

/** Services that look after what others took in: what they throw away is meant to go. */
const caretakers: Record<string, Meaning> = {
  retention: { received: "looked at", sent: "archived", discarded: "removed" },
  pruning: { received: "looked at", sent: "kept", discarded: "deleted" },
  recordings: { received: "looked at", sent: "indexed", discarded: "taken out" },
};

interface Rates {
  times: number[];
  values: Map<string, (number | null)[]>;
}

// Kept while the tab lives, so that a look at another page leaves no hole.
const history: Rates = { times: [], values: new Map() };

function note(status: Status): void {
  const now = nodeNow();
  // The browser's clock beside the node's would draw hours between two points.
  if (now === undefined) return;
  const length = history.times.push(Math.round(now) / 1000);
  for (const [name, c] of Object.entries(status.counters)) {
    const values = history.values.get(name) ?? [];
    while (values.length < length - 1) values.push(null);
    values.push(c.received_per_second);
    history.values.set(name, values);
  }
  if (length > KEPT) {
    history.times.shift();
    history.values.forEach((v) => v.shift());
  }
}

/** The node's services: what they do, how fast, and what they miss. */
export function ServicesPage() {
  const { data, error, reload } = useAnswer("status", async (signal) => {
    const status = await ask<Status>("status", {}, signal);
    note(status);
    return status;
  });
  const disk = useAnswer("disk", (signal) => ask<Disk | undefined>("disk", {}, signal));
  const [diskNews, setDiskNews] = useState<Disk>();
  useTick(1000);
  useEffect(() => {
    const timer = setInterval(reload, EVERY);
    return () => clearInterval(timer);
  }, []);
  useLive<Service>("service", reload, []);
  useLive<Disk>("disk", setDiskNews, []);
  useResync(() => (reload(), disk.reload()), []);
  if (!data) return error ? <Failed error={error} retry={reload} /> : <Loading what="the services" />;
  const outlook = diskNews ?? disk.data;
  return (
    <>
      <h1 class="unseen">Services</h1>
      {error && <Notice action={{ label: "Try again", run: reload }}>{error.message}</Notice>}
      <p class="node-line">
        <span class={`badge badge-${data.ready ? "running" : "backing_off"}`}>{data.ready ? "ready" : "not ready"}</span>
        <b>{data.node}</b>
        <span>up {duration(utcNow() - Date.parse(data.started))}</span>
        <span>version {data.version}</span>
        <span>process {data.pid}</span>
      </p>
      <div class="cards">
        {data.services.map((s) => (
          <ServiceCard key={s.name} service={s} counters={data.counters[s.name]} />
        ))}
        {outlook && <DiskCard disk={outlook} />}
      </div>
    </>
  );
}

function ServiceCard(props: { service: Service; counters: Counters | undefined }) {
  const { service, counters } = props;
  const caretaker = caretakers[service.name];
  const meaning = caretaker ?? usual;
  const values = history.values.get(service.name) ?? [];
  const last = history.times.at(-1) ?? 0;
  return (
    <section class="card" aria-label={`Service ${service.name}`}>
      <header>
        <h2>{service.name}</h2>
        <span class={`badge badge-${service.state}`}>{words[service.state]}</span>
        <span class="dim" title={service.since}>
          for {duration(utcNow() - Date.parse(service.since))}
        </span>
        {service.restarts > 0 && (
          <span class="dim">
            {count(service.restarts)} {service.restarts === 1 ? "restart" : "restarts"}
          </span>
        )}
      </header>
      {service.reason && <p class={`reason reason-${service.state}`}>{service.reason}</p>}
      {service.last_error && (
        <p class="dim last-error">
          Last error{service.last_error_at && ` ${duration(utcNow() - Date.parse(service.last_error_at))} ago`}: {service.last_error}
        </p>
      )}
      {counters && (
        <>
          <div class="rates">
            <Rate label={meaning.received} value={shortCount(counters.received_per_second)} unit="/s" />
            <Rate label="data" value={bytes(counters.bytes_per_second)} unit="/s" />
            <Rate label="in flight" value={count(counters.totals.in_flight)} />
          </div>
          <Chart
            label={`Items ${meaning.received} a second by ${service.name}, last ten minutes`}
            height={96}
            times={[...history.times]}
            lines={[{ label: `${meaning.received}/s`, colour: "--accent", values: [...values] }]}
            range={[Math.min(last - SHORTEST, history.times[0] ?? last), last]}
          />
          <dl class="totals">
            <Total label={meaning.received} value={count(counters.totals.received)} />
            <Total label={meaning.sent} value={count(counters.totals.sent)} />
            <Total label="data" value={bytes(counters.totals.bytes)} />
            <Total
              label={meaning.discarded}
              value={count(counters.totals.discarded)}
              alarm={!caretaker && counters.totals.discarded > 0}
            />
            <Total label="errors" value={count(counters.totals.errors)} alarm={counters.totals.errors > 0} />
          </dl>
        </>
      )}
    </section>
  );
}

const Rate = (props: { label: string; value: string; unit?: string }) => (
  <div>
    <b>{props.value}</b>
    {props.unit}
    <span>{props.label}</span>
  </div>
);

const Total = (props: { label: string; value: string; alarm?: boolean }) => (
  <div class={props.alarm ? "alarm" : undefined}>
    <dt>{props.label}</dt>
    <dd>{props.value}</dd>
  </div>
);

function DiskCard(props: { disk: Disk }) {
  const { disk } = props;
  const used = disk.total_bytes - disk.free_bytes;
  const share = disk.total_bytes > 0 ? (100 * used) / disk.total_bytes : 0;
  const now = nodeNow();
  const left = disk.full_at && now !== undefined ? parseNaive(disk.full_at) - now : undefined;
  const level = share > 95 || (left ?? Infinity) < 86_400_000 ? "alarm" : share > 85 || (left ?? Infinity) < 7 * 86_400_000 ? "warn" : "well";
  return (
    <section class="card" aria-label="Disk">
      <header>
        <h2>Disk</h2>
        <span class="dim">{bytes(disk.total_bytes)}</span>
      </header>
      <div class={`meter meter-${level}`} role="meter" aria-label="Disk used" aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(share)}>
        <div style={{ width: `${share.toFixed(1)}%` }} />
      </div>
      <p>
        <b>{bytes(disk.free_bytes)}</b> free, {share.toFixed(0)} % used
      </p>
      <dl class="totals">
        {disk.bytes_per_day !== undefined && <Total label="a day" value={bytes(disk.bytes_per_day)} />}
        <Total label="full" value={disk.full_at ? `in ${duration(left ?? 0)}` : "not foreseen"} alarm={level === "alarm"} />
      </dl>
      {disk.full_at && <p class="dim">At this pace the disk is full on {disk.full_at.slice(0, 10)} at {disk.full_at.slice(11, 16)}.</p>}
      {disk.advice && <p class={`reason reason-${level === "well" ? "running" : "degraded"}`}>{disk.advice}</p>}
    </section>
  );
}
