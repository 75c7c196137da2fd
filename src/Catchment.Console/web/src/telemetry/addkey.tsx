import { useState } from "preact/hooks";
import { ask } from "../api/client";
import type { TelemetryDevices, TelemetryKeys } from "../api/types";
import { useAnswer } from "../state/answer";
import { MOST_SERIES, type Series } from "./series";

/** Adds a line to a chart: a device, and one of its keys or any other way to a number. */
export function AddKey(props: { series: Series[]; onAdd: (series: Series) => void }) {
  const { series } = props;
  const devices = useAnswer("telemetry devices", (signal) => ask<TelemetryDevices>("telemetry/devices", {}, signal));
  const [chosen, choose] = useState<string>();
  const [key, setKey] = useState("");
  const device = chosen ?? series.at(-1)?.device ?? devices.data?.items[0]?.device ?? "";
  const keys = useAnswer(`telemetry keys ${device}`, async (signal) => (device ? (await ask<TelemetryKeys>("telemetry/keys", { device }, signal)).items : []));
  const add = (e: Event): void => {
    e.preventDefault();
    if (!device || !key.trim()) return;
    props.onAdd({ device, key: key.trim() });
    setKey("");
  };
  if (series.length >= MOST_SERIES) return null;
  return (
    <form class="filters" aria-label="Add a key" onSubmit={add}>
      <label class="field">
        <span>Device</span>
        <select value={device} onChange={(e: Event) => choose((e.currentTarget as HTMLSelectElement).value)}>
          {device && !devices.data?.items.some((d) => d.device === device) && <option value={device}>{device}</option>}
          {devices.data?.items.map((d) => (
            <option key={d.device} value={d.device}>
              {d.device}
            </option>
          ))}
        </select>
      </label>
      <label class="field field-grow">
        <span>Key</span>
        <input list="telemetry-keys" value={key} maxLength={1024} placeholder="such as tempCtrl.temp or amps[3]" onInput={(e: Event) => setKey((e.currentTarget as HTMLInputElement).value)} />
        <datalist id="telemetry-keys">
          {keys.data
            ?.filter((k) => k.kind === "number" || k.kind === "boolean" || k.kind === "array")
            .map((k) => (
              <option key={k.key} value={k.kind === "array" ? `${k.key}[0]` : k.key} />
            ))}
        </datalist>
      </label>
      <button type="submit" disabled={!device || !key.trim()}>
        Add
      </button>
    </form>
  );
}
