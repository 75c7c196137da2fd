import { count } from "../state/text";
import { Fact } from "./fact";
import { tagAge } from "./text";
import type { Gateway, SnmpPeer } from "./types";

/** The SNMP agent: what it serves, who asks it, and who is told of changes. */
export function Snmp(props: { gateway: Gateway }) {
  const { snmp: agent, now } = props.gateway;
  if (!agent) return null;
  return (
    <section class="card" aria-label="SNMP">
      <header>
        <h2>SNMP</h2>
        <span class="dim">{agent.endpoints.join(", ")}</span>
      </header>
      <dl class="totals">
        <Fact name="objects" value={count(agent.objects)} />
        <Fact name="mappings that cannot be served" value={count(agent.refused_mappings)} alarm={agent.refused_mappings > 0} />
        <Fact name="requests" value={count(agent.requests)} />
        <Fact name="writes" value={count(agent.sets)} />
        <Fact name="messages refused" value={count(agent.discarded)} />
        <Fact name="notifications" value={count(agent.notifications)} />
        <Fact name="notifications lost" value={count(agent.notifications_lost)} alarm={agent.notifications_lost > 0} />
      </dl>
      <p class="dim">
        {count(agent.communities)} {agent.communities === 1 ? "community" : "communities"} (v1, v2c: not protected), {count(agent.users)} {agent.users === 1 ? "user" : "users"} (v3)
        {agent.engine_id !== undefined && `; engine ${agent.engine_id}, started ${count(agent.engine_boots)} ${agent.engine_boots === 1 ? "time" : "times"}`}
      </p>
      {agent.targets.length > 0 && <p class="dim">Changes are told to {agent.targets.join(", ")}.</p>}
      {agent.peers.length === 0 ? (
        <p class="dim">Nobody has asked yet.</p>
      ) : (
        <ul class="devices" aria-label="Managers">
          {agent.peers.map((p) => (
            <Peer key={p.address} peer={p} now={now} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Peer(props: { peer: SnmpPeer; now: number }) {
  const { peer: p, now } = props;
  return (
    <li>
      <b>{p.address}</b>
      <span class="dim">
        {count(p.answered)} {p.answered === 1 ? "request" : "requests"}
        {p.sets > 0 && `, ${count(p.sets)} wrote`}
        {p.failed > 0 && `, ${count(p.failed)} with an error`}
      </span>
      <span class={p.refused > 0 ? "device-failed" : "dim"}>{p.refused > 0 ? `${count(p.refused)} refused${p.last_refusal ? ` (${p.last_refusal.replaceAll("_", " ")})` : ""}` : "none refused"}</span>
      <span class="dim">{tagAge(p.last_seen, now)} ago</span>
    </li>
  );
}
