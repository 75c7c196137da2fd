import { ask } from "../api/client";
import type { TelemetryHost } from "../api/types";
import { Empty, Failed, Loading, Notice } from "../pieces/states";
import { useAnswer } from "../state/answer";
import { bytes, count } from "../state/text";
import { TelemetryNav } from "../telemetry/nav";

/** What each state of a copy means, and how it looks. Those that everybody has come first. */
const states: Record<string, { means: string; badge: string }> = {
  current: { means: "copies of the originals as they are", badge: "well" },
  stale: { means: "copies of earlier versions", badge: "warn" },
  incomplete: { means: "copies of another length than the original", badge: "alarm" },
  missing: { means: "files that have no copy", badge: "alarm" },
  ahead: { means: "copies of a later version than the inventory knows: refresh it", badge: "warn" },
  gone: { means: "copies that were not found again", badge: "alarm" },
  damaged: { means: "copies with other content than the original", badge: "alarm" },
  unmatched: { means: "copies of files that the inventory does not know", badge: "plain" },
};

const usual = ["current", "stale", "incomplete", "missing"];

/** What the inventory knows of each host's files, and how their copies stand. */
export function TelemetryInventoryPage() {
  const { data, error, reload } = useAnswer("telemetry hosts", (signal) => ask<{ items: TelemetryHost[] }>("telemetry/hosts", {}, signal));
  return (
    <div class="telemetry">
      <TelemetryNav />
      <h1 class="unseen">Inventory and replicas</h1>
      {!data ? (
        error ? (
          <Failed error={error} retry={reload} />
        ) : (
          <Loading what="the inventory" />
        )
      ) : (
        <>
          {error && <Notice action={{ label: "Try again", run: reload }}>{error.message}</Notice>}
          {data.items.length === 0 ? (
            <Empty title="The inventory knows no file yet" command="catchment xtelemdb inventory">
              On each computer with data:
            </Empty>
          ) : (
            <div class="cards">
              {data.items.map((h) => (
                <Host key={h.host} host={h} />
              ))}
            </div>
          )}
        </>
      )}
    </div>
  );
}

function Host(props: { host: TelemetryHost }) {
  const { host } = props;
  // Files without a copy anywhere have no place.
  const places = [...new Set(host.replicas.map((r) => r.place ?? ""))];
  const columns = Object.keys(states).filter((s) => usual.includes(s) || host.replicas.some((r) => r.state === s));
  return (
    <section class="card host" aria-label={host.host}>
      <header>
        <h2>{host.host || "no host"}</h2>
        <span class="dim">{bytes(host.bytes)}</span>
      </header>
      <div class="rates">
        <div>
          <b>{count(host.files)}</b>
          <span>files known</span>
        </div>
        <div>
          <b>{count(host.ingested)}</b>
          <span>read into the database</span>
        </div>
        <div class={host.unread > 0 ? "host-open" : undefined}>
          <b>{count(host.unread)}</b>
          <span>still to be read</span>
        </div>
      </div>
      {places.length === 0 ? (
        <p class="dim">Nothing is known of copies.</p>
      ) : (
        <div class="file-events">
          <table class="rows replicas">
            <thead>
              <tr>
                <th>Copies</th>
                {columns.map((s) => (
                  <th key={s} title={states[s]!.means}>
                    {s}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {places.map((place) => (
                <tr key={place}>
                  <th scope="row">{place || "nowhere"}</th>
                  {columns.map((s) => {
                    const found = host.replicas.find((r) => (r.place ?? "") === place && r.state === s);
                    return (
                      <td key={s}>
                        {found && found.files > 0 ? (
                          <span class={`badge badge-file-${states[s]!.badge}`} title={`${bytes(found.bytes)}, ${states[s]!.means}`}>
                            {count(found.files)}
                          </span>
                        ) : (
                          <span class="dim">{place ? "0" : ""}</span>
                        )}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
