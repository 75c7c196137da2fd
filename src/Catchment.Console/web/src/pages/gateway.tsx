import { useEffect, useState } from "preact/hooks";
import { ask, tell } from "../api/client";
import { Confirm } from "../pieces/confirm";
import { Link } from "../pieces/link";
import { Failed, Loading, Notice } from "../pieces/states";
import { useAnswer } from "../state/answer";
import { useTick } from "../state/clock";
import { address } from "../state/route";
import { bytes, count } from "../state/text";
import { Fact } from "../tags/fact";
import { TagNav } from "../tags/nav";
import { Iec104 } from "../tags/iec104";
import { OpcUa } from "../tags/opcua";
import { Snmp } from "../tags/snmp";
import { protocolName, tagAge, tagTime } from "../tags/text";
import type { Gateway, GatewayService } from "../tags/types";

const EVERY = 2000;
const SHOWN_ERRORS = 20;

/** The gateway: its servers with their switches, the sync, the devices that it polls. */
export function GatewayPage() {
  const { data, error, loading, reload } = useAnswer("gateway", (signal) => ask<Gateway>("tags/gateway", {}, signal));
  const [said, say] = useState<string>();
  const [asks, setAsks] = useState<GatewayService>();
  const [switching, setSwitching] = useState<string>();
  useEffect(() => {
    // Behind an answer or an error: a new question would end the one that is still asked.
    if (loading) return undefined;
    const timer = setInterval(() => document.hidden || reload(), EVERY);
    return () => clearInterval(timer);
  }, [loading]);
  useTick(1000);
  const turn = async (service: GatewayService): Promise<void> => {
    setSwitching(service.name);
    say(undefined);
    try {
      await tell("PUT", "tags/services", { name: service.name, enabled: String(!service.is_enabled) });
    } catch (e) {
      say((e as Error).message);
    }
    setSwitching(undefined);
    reload();
  };
  return (
    <div class="telemetry tags gateway">
      <h1 class="unseen">Gateway</h1>
      <TagNav />
      {!data ? (
        error ? (
          <Failed error={error} retry={reload} />
        ) : (
          <Loading what="the gateway" />
        )
      ) : (
        <>
          {error && <Notice action={{ label: "Try again", run: reload }}>{error.message}</Notice>}
          {said && <Notice>{said}</Notice>}
          <div class="cards">
            <section class="card" aria-label="Servers">
              <header>
                <h2>Servers</h2>
              </header>
              <ul class="switches">
                {data.services.map((s) => (
                  <li key={s.name}>
                    <b>{protocolName(s.name)}</b>
                    <span class="dim">port {s.port}</span>
                    <span class={`badge badge-${s.is_running ? "running" : s.is_enabled ? "degraded" : "off"}`}>{s.is_running ? "running" : s.is_enabled ? "does not run" : "off"}</span>
                    <Link href={address("/tags/mappings", { protocol: s.name })}>
                      {count(s.mappings)} {s.mappings === 1 ? "mapping" : "mappings"}
                    </Link>
                    <button
                      type="button"
                      role="switch"
                      aria-checked={s.is_enabled}
                      aria-label={`${protocolName(s.name)} server`}
                      class="switch"
                      disabled={switching !== undefined}
                      onClick={() => (s.is_enabled ? setAsks(s) : void turn(s))}
                    >
                      <i />
                    </button>
                  </li>
                ))}
              </ul>
            </section>
            <Store gateway={data} />
            <Sync gateway={data} />
            <Poller gateway={data} />
            <OpcUa gateway={data} onChange={reload} onTrouble={say} />
            <Iec104 gateway={data} />
            <Snmp gateway={data} />
          </div>
          {asks && (
            <Confirm
              title={`Switch the ${protocolName(asks.name)} server off?`}
              text={`Its clients are disconnected, and it stays off until somebody switches it on${asks.mappings ? `; its ${count(asks.mappings)} mappings stay` : ""}.`}
              action="Switch off"
              onAnswer={(yes) => {
                setAsks(undefined);
                if (yes) void turn(asks);
              }}
            />
          )}
        </>
      )}
    </div>
  );
}

function Store(props: { gateway: Gateway }) {
  const { store } = props.gateway;
  return (
    <section class="card" aria-label="Store">
      <header>
        <h2>Store</h2>
      </header>
      <dl class="totals">
        <Fact name="tags" value={count(store.tags)} />
        <Fact name="good" value={count(store.good)} />
        <Fact name="uncertain" value={count(store.uncertain)} />
        <Fact name="bad" value={count(store.bad)} alarm={store.bad > 0} />
        <Fact name="writes" value={count(store.writes)} />
        <Fact name="kept in histories" value={count(store.history_entries)} />
        <Fact name="memory of histories" value={bytes(store.history_bytes)} />
      </dl>
      <p class="dim">{props.gateway.allows_writes ? "Values may be written from here." : "Values are only read from here; 'gateway.console_writes' allows writes."}</p>
    </section>
  );
}

function Sync(props: { gateway: Gateway }) {
  const { sync, now } = props.gateway;
  const errors = (sync?.errors ?? []).slice(-SHOWN_ERRORS).reverse();
  return (
    <section class="card" aria-label="Sync">
      <header>
        <h2>Sync</h2>
        {sync && <span class={`badge badge-${sync.running ? "running" : "off"}`}>{sync.running ? "running" : "does not run"}</span>}
      </header>
      {!sync ? (
        <p class="dim">No sync runs in this process.</p>
      ) : (
        <>
          <dl class="totals">
            <Fact name="cycles" value={count(sync.total_syncs ?? 0)} />
            <Fact name="written" value={count(sync.successful_writes ?? 0)} />
            <Fact name="failed" value={count(sync.failed_writes ?? 0)} alarm={(sync.failed_writes ?? 0) > 0} />
            <Fact name="last cycle" value={sync.last_sync_time == null ? "never" : `${tagAge(sync.last_sync_time, now)} ago`} />
          </dl>
          {errors.length > 0 && (
            <details open>
              <summary>Last errors</summary>
              <ul class="sync-errors">
                {errors.map((e, i) => (
                  <li key={i}>
                    <span class="dim">{tagTime(e.time)}</span> {e.message}
                  </li>
                ))}
              </ul>
            </details>
          )}
        </>
      )}
    </section>
  );
}

function Poller(props: { gateway: Gateway }) {
  const { devices, now } = props.gateway;
  return (
    <section class="card" aria-label="Poller">
      <header>
        <h2>Poller</h2>
        {devices && (
          <span class="dim">
            {count(devices.filter((d) => d.is_up).length)} of {count(devices.length)} devices answer
          </span>
        )}
      </header>
      {!devices ? (
        <p class="dim">No devices are polled by this process.</p>
      ) : (
        <ul class="devices">
          {devices.map((d) => (
            <li key={d.name}>
              <b>{d.name}</b>
              <span class={`badge badge-${d.is_up ? "running" : "silent"}`} title={d.error}>
                {d.status}
              </span>
              <span class="dim">
                {d.protocol}, {d.address}
                {d.interval !== undefined && `, every ${d.interval} s`}
              </span>
              <span class={d.failed_tags > 0 ? "device-failed" : "dim"}>{d.failed_tags > 0 ? `${count(d.failed_tags)} of ${count(d.tags)} tags failed` : `${count(d.tags)} tags`}</span>
              <span class="dim">{d.last_success === undefined ? "never answered" : `answered ${tagAge(d.last_success, now)} ago`}</span>
              {d.error && <span class="device-error">{d.error}</span>}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
