import { useState } from "preact/hooks";
import { tell } from "../api/client";
import { Confirm } from "../pieces/confirm";
import { count } from "../state/text";
import { Fact } from "./fact";
import { tagAge, tagTime } from "./text";
import type { Certificate, Gateway, OpcUaClient } from "./types";

/** The OPC UA server: its clients, and the certificates that it trusts or has turned away. */
export function OpcUa(props: { gateway: Gateway; onChange: () => void; onTrouble: (text: string | undefined) => void }) {
  const { opc_ua: server, now } = props.gateway;
  const [asks, setAsks] = useState<Certificate>();
  const [busy, setBusy] = useState(false);
  if (!server) return null;
  const judge = async (certificate: Certificate, trusted: boolean): Promise<void> => {
    setBusy(true);
    props.onTrouble(undefined);
    try {
      await tell("PUT", "tags/certificates", { thumbprint: certificate.thumbprint, trusted: String(trusted) });
    } catch (e) {
      props.onTrouble((e as Error).message);
    }
    setBusy(false);
    props.onChange();
  };
  const others = server.certificates.filter((c) => c.state !== "own");
  return (
    <section class="card" aria-label="OPC UA">
      <header>
        <h2>OPC UA</h2>
        <span class="dim">{server.endpoints.join(", ")}</span>
      </header>
      <dl class="totals">
        <Fact name="nodes" value={count(server.nodes)} />
        <Fact name="mappings that cannot be served" value={count(server.refused_mappings)} alarm={server.refused_mappings > 0} />
        <Fact name="requests" value={count(server.requests)} />
        <Fact name="refused" value={count(server.requests_refused)} />
        <Fact name="clients turned away" value={count(server.discarded)} />
      </dl>
      {server.clients.length === 0 ? (
        <p class="dim">No client is connected.</p>
      ) : (
        <ul class="devices" aria-label="Clients">
          {server.clients.map((c) => (
            <Client key={`${c.address} ${c.session ?? ""}`} client={c} now={now} />
          ))}
        </ul>
      )}
      {others.length > 0 && (
        <details open={others.some((c) => c.state === "rejected")}>
          <summary>Certificates of clients</summary>
          <ul class="devices certificates" aria-label="Certificates">
            {others.map((c) => (
              <li key={c.thumbprint}>
                <b>{c.subject}</b>
                <span class={`badge badge-${c.state === "rejected" ? "degraded" : "running"}`}>{c.state}</span>
                <span class="dim">{c.application_uri ?? "names no application"}</span>
                <code class="dim">{c.thumbprint}</code>
                <span class="dim">valid until {tagTime(c.not_after)}</span>
                {c.state === "rejected" && (
                  <button type="button" disabled={busy} onClick={() => setAsks(c)}>
                    Trust
                  </button>
                )}
                {c.state === "trusted" && (
                  <button type="button" disabled={busy} onClick={() => void judge(c, false)}>
                    Reject
                  </button>
                )}
              </li>
            ))}
          </ul>
        </details>
      )}
      {asks && (
        <Confirm
          title="Trust this certificate?"
          text={`Whoever has its key may connect: ${asks.subject}, ${asks.application_uri ?? "no application"}. Compare its thumbprint with the one that the client shows: ${asks.thumbprint}`}
          action="Trust"
          onAnswer={(yes) => {
            setAsks(undefined);
            if (yes) void judge(asks, true);
          }}
        />
      )}
    </section>
  );
}

function Client(props: { client: OpcUaClient; now: number }) {
  const { client: c, now } = props;
  return (
    <li>
      <b title={c.application}>{c.session ?? "no session"}</b>
      <span class={`badge badge-${c.is_connected ? "running" : "silent"}`}>{c.is_connected ? "connected" : "away"}</span>
      <span class="dim">
        {c.address}, {c.user ?? "anonymous"}, {c.security ?? "no channel"}
      </span>
      <span class="dim">
        {count(c.monitored_items)} {c.monitored_items === 1 ? "value" : "values"} in {count(c.subscriptions)} {c.subscriptions === 1 ? "subscription" : "subscriptions"}
      </span>
      <span class={c.refused > 0 ? "device-failed" : "dim"}>
        {count(c.requests)} requests{c.refused > 0 && `, ${count(c.refused)} refused`}
      </span>
      <span class="dim">for {tagAge(c.since, now)}</span>
      {c.last_error && <span class="device-error">{c.last_error}</span>}
    </li>
  );
}
