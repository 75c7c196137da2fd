import { count } from "../state/text";
import { Fact } from "./fact";
import { tagAge } from "./text";
import type { Gateway, Iec104Master } from "./types";

/** The IEC 60870-5-104 server: its masters, and its redundancy groups. */
export function Iec104(props: { gateway: Gateway }) {
  const { iec104: server, now } = props.gateway;
  if (!server) return null;
  return (
    <section class="card" aria-label="IEC 60870-5-104">
      <header>
        <h2>IEC 60870-5-104</h2>
        <span class="dim">{server.endpoints.join(", ")}</span>
      </header>
      <dl class="totals">
        <Fact name="information objects" value={count(server.objects)} />
        <Fact name="told unasked" value={count(server.objects_told)} />
        <Fact name="lost" value={count(server.events_lost)} alarm={server.events_lost > 0} />
        <Fact name="commands" value={count(server.commands)} />
        <Fact name="refused" value={count(server.commands_refused)} />
        <Fact name="masters turned away" value={count(server.discarded)} />
      </dl>
      {server.masters.length === 0 ? (
        <p class="dim">No master is connected.</p>
      ) : (
        <ul class="devices" aria-label="Masters">
          {server.masters.map((m) => (
            <Master key={m.address} master={m} now={now} />
          ))}
        </ul>
      )}
      {server.groups.length > 0 && (
        <ul class="devices" aria-label="Redundancy groups">
          {server.groups.map((g) => (
            <li key={g.name}>
              <b>{g.name}</b>
              <span class={`badge badge-${g.active ? "running" : "silent"}`}>{g.active ? "active" : "away"}</span>
              <span class="dim">{g.active ?? "no connection of the group transfers data"}</span>
              <span class={g.events_lost > 0 ? "device-failed" : "dim"}>
                {count(g.events_waiting)} waiting{g.events_lost > 0 && `, ${count(g.events_lost)} lost`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Master(props: { master: Iec104Master; now: number }) {
  const { master: m, now } = props;
  return (
    <li>
      <b>{m.address}</b>
      <span class={`badge badge-${m.is_started ? "running" : "silent"}`}>{m.is_started ? "started" : "stopped"}</span>
      <span class="dim">{m.group ? `group ${m.group}` : "no group"}</span>
      <span class={m.events_lost > 0 ? "device-failed" : "dim"}>
        {count(m.events_sent)} sent, {count(m.events_waiting)} waiting{m.events_lost > 0 && `, ${count(m.events_lost)} lost`}
      </span>
      <span class="dim">
        {count(m.received_apdus)} APDUs in, {count(m.sent_apdus)} out
      </span>
      <span class={m.commands_refused > 0 ? "device-failed" : "dim"}>
        {count(m.commands)} {m.commands === 1 ? "command" : "commands"}
        {m.commands_refused > 0 && `, ${count(m.commands_refused)} refused`}
      </span>
      <span class="dim">for {tagAge(m.since, now)}</span>
    </li>
  );
}
