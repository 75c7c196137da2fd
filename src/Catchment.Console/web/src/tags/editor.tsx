import { useEffect, useState } from "preact/hooks";
import { ApiError, ask, send } from "../api/client";
import { body, fields, values, type Field } from "./form";
import { protocolName } from "./text";
import type { Protocol, TagMapping, TagMappingCheck, TagPage } from "./types";

const PAUSE = 250;
const SUGGESTIONS = 20;

interface Fault {
  text: string;
  field: string | undefined;
}

/** A mapping to fill in. What it overlaps is told while one types, by the rules of the API; what the API refuses stands at its field. */
export function MappingEditor(props: { protocol: Protocol; mapping?: TagMapping; tag: { key: string; id: string }; done: (text?: string) => void }) {
  const { protocol, mapping } = props;
  const [shown, show] = useState(() => {
    const first = values(protocol, mapping);
    // The gateway's own forms name a node by the tag's id, and all others by its key.
    return mapping ? first : { ...first, key: props.tag.key, id: protocol === "opcua" ? props.tag.id : "" };
  });
  const [check, setCheck] = useState<TagMappingCheck>();
  const [fault, setFault] = useState<Fault>();
  const [keys, setKeys] = useState<string[]>([]);
  const wish = JSON.stringify(body(protocol, shown));
  const complete = shown["key"] !== "" && fields[protocol].every((f) => !f.needed || shown[f.name]?.trim());

  useEffect(() => {
    setFault(undefined);
    setCheck(undefined);
    if (!complete) return undefined;
    const abort = new AbortController();
    const timer = setTimeout(
      () =>
        send<TagMappingCheck>("POST", "tags/mappings/check", { protocol }, wish, abort.signal).then(
          (answer) => !abort.signal.aborted && setCheck(answer),
          () => undefined, // saving tells
        ),
      PAUSE,
    );
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [wish]);

  useEffect(() => {
    const abort = new AbortController();
    const timer = setTimeout(
      () =>
        ask<TagPage>("tags", { search: shown["key"] || undefined, limit: SUGGESTIONS }, abort.signal).then(
          (page) => setKeys(page.items.map((t) => t.key)),
          () => undefined,
        ),
      PAUSE,
    );
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [shown["key"]]);

  const save = async (e: Event): Promise<void> => {
    e.preventDefault();
    try {
      await send<TagMapping>("PUT", "tags/mappings", { protocol }, wish);
      props.done(`The mapping of ${shown["key"]} is saved.`);
    } catch (refused) {
      setFault({ text: (refused as Error).message, field: refused instanceof ApiError ? refused.parameter : undefined });
    }
  };
  const set = (name: string) => (value: string) => show((s) => ({ ...s, [name]: value }));
  const warned: Fault | undefined = fault ?? (check && !check.is_possible ? { text: check.detail ?? "This cannot be.", field: check.parameter } : undefined);
  const known = ["id", "key", ...fields[protocol].map((f) => f.name)];
  return (
    <form class="card mapping-editor" aria-label={`${protocolName(protocol)} mapping`} onSubmit={(e: Event) => void save(e)}>
      <header>
        <h2>{mapping ? `Change ${mapping.id}` : `A new ${protocolName(protocol)} mapping`}</h2>
      </header>
      <div class="mapping-fields">
        <Input field={{ name: "key", label: "Tag", kind: "text", otherwise: "", needed: true }} value={shown["key"] ?? ""} set={set("key")} fault={warned} suggestions={keys} />
        {fields[protocol].map((f) => (!f.when || f.when(shown) ? <Input key={f.name} field={f} value={shown[f.name] ?? ""} set={set(f.name)} fault={warned} /> : null))}
        <Input field={{ name: "id", label: "Id", kind: "text", otherwise: "", hint: mapping ? "another id makes a further mapping" : "empty for the tag's key" }} value={shown["id"] ?? ""} set={set("id")} fault={warned} />
      </div>
      {warned && !known.includes(warned.field ?? "") && (
        <p class="field-error" role="alert">
          {warned.text}
        </p>
      )}
      {check?.warnings.map((w) => (
        <p key={w} class="mapping-note">
          No server knows {w}; it is served as if it were the usual one.
        </p>
      ))}
      {check?.is_possible && !check.is_registered && <p class="mapping-note">No tag has this key yet.</p>}
      {check?.replaces !== undefined && !mapping && <p class="mapping-note">This takes the place of the mapping of {check.replaces}, which has the same id.</p>}
      <div class="mapping-answers">
        <button type="button" onClick={() => props.done()}>
          Cancel
        </button>
        <button type="submit" class="primary" disabled={!complete}>
          {mapping ? "Save" : "Add"}
        </button>
      </div>
    </form>
  );
}

function Input(props: { field: Field; value: string; set: (value: string) => void; fault: Fault | undefined; suggestions?: string[] }) {
  const { field: f, value, set, fault } = props;
  const own = fault?.field === f.name ? fault.text : undefined;
  const listed = f.words?.map((w) => (typeof w === "string" ? [w, w] : w));
  const shared = { name: f.name, "aria-invalid": own !== undefined, ...(own && { "aria-describedby": `fault-${f.name}` }) };
  return (
    <label class={own ? "field field-fault" : "field"}>
      <span>{f.label}</span>
      {f.kind === "truth" ? (
        <input type="checkbox" name={f.name} checked={value === "true"} onChange={(e: Event) => set(String((e.currentTarget as HTMLInputElement).checked))} />
      ) : listed ? (
        <select value={value} {...shared} onChange={(e: Event) => set((e.currentTarget as HTMLSelectElement).value)}>
          {!listed.some(([v]) => v === value) && <option value={value}>{value}</option>}
          {listed.map(([v, text]) => (
            <option key={v} value={v}>
              {text}
            </option>
          ))}
        </select>
      ) : (
        <input
          type="text"
          {...shared}
          inputMode={f.kind === "whole" ? "numeric" : f.kind === "number" ? "decimal" : "text"}
          value={value}
          required={f.needed ?? false}
          {...(props.suggestions && { list: `known-${f.name}`, autocomplete: "off" })}
          onInput={(e: Event) => set((e.currentTarget as HTMLInputElement).value)}
        />
      )}
      {props.suggestions && (
        <datalist id={`known-${f.name}`}>
          {props.suggestions.map((s) => (
            <option key={s} value={s} />
          ))}
        </datalist>
      )}
      {own ? (
        <span class="field-error" id={`fault-${f.name}`} role="alert">
          {own}
        </span>
      ) : (
        f.hint && <span class="field-hint">{f.hint}</span>
      )}
    </label>
  );
}
