import { useState } from "preact/hooks";
import { ApiError, send } from "../api/client";
import { Confirm } from "../pieces/confirm";
import { literal, tagText, wanted } from "./text";
import type { Tag, TagDetail } from "./types";

/** Writes a value, after asking once more: what is written may move something. */
export function TagWrite(props: { tag: Tag; limits: TagDetail["limits"]; done: () => void }) {
  const { tag, limits } = props;
  const isBool = tag.data_type === "bool";
  const [text, setText] = useState(isBool ? "true" : "");
  const [asks, setAsks] = useState(false);
  const [fault, setFault] = useState<string>();
  const [said, say] = useState<string>();
  const json = literal(tag.data_type, text);
  const write = async (): Promise<void> => {
    setFault(undefined);
    try {
      const now = await send<Tag>("PUT", "tags/value", { key: tag.key }, `{"value":${json}}`);
      say(`${tagText(now.value)} is written.`);
      props.done();
    } catch (e) {
      say(undefined);
      setFault(e instanceof ApiError ? e.message : String(e));
    }
  };
  return (
    <section class="card" aria-label="Write a value">
      <header>
        <h2>Write a value</h2>
      </header>
      <form
        class="tag-write"
        onSubmit={(e: Event) => {
          e.preventDefault();
          say(undefined);
          if (json === undefined) setFault(`Allowed is ${wanted[tag.data_type] ?? "a value"}.`);
          else setAsks(true);
        }}
      >
        <label class={fault ? "field field-fault" : "field"}>
          <span>
            {tag.data_type}
            {tag.units && `, ${tag.units}`}
            {limits && `, ${limits.low ?? "–∞"} to ${limits.high ?? "∞"}`}
          </span>
          {isBool ? (
            <select aria-label="New value" value={text} onChange={(e: Event) => setText((e.currentTarget as HTMLSelectElement).value)}>
              <option value="true">true</option>
              <option value="false">false</option>
            </select>
          ) : (
            <input
              type="text"
              aria-label="New value"
              aria-invalid={fault !== undefined}
              inputMode={tag.data_type === "float" || tag.data_type === "int" ? "decimal" : "text"}
              value={text}
              onInput={(e: Event) => {
                setText((e.currentTarget as HTMLInputElement).value);
                setFault(undefined);
              }}
            />
          )}
        </label>
        <button type="submit">Write …</button>
      </form>
      {fault && (
        <p class="field-error" role="alert">
          {fault}
        </p>
      )}
      {said && (
        <p class="tag-said" role="status">
          {said}
        </p>
      )}
      {asks && (
        <Confirm
          title="Write this value?"
          text={`${tag.key} becomes ${json}${tag.units && ` ${tag.units}`}. Whatever follows this tag acts on it.`}
          action="Write"
          onAnswer={(yes) => {
            setAsks(false);
            if (yes) void write();
          }}
        />
      )}
    </section>
  );
}
