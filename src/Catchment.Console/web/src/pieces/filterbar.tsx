import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

/** A row of filters over a page; what they are set to stands in the address. */
export const FilterBar = (props: { children: ComponentChildren }) => (
  <form class="filters" role="search" aria-label="Filters" onSubmit={(e: Event) => e.preventDefault()}>
    {props.children}
  </form>
);

/** One of some words, or any. */
export function Choice(props: { label: string; any?: string; value: string | undefined; options: { value: string; text: string }[]; onChange: (value: string | undefined) => void }) {
  const known = props.options.some((o) => o.value === props.value);
  return (
    <label class="field">
      <span>{props.label}</span>
      <select value={props.value ?? ""} onChange={(e: Event) => props.onChange((e.currentTarget as HTMLSelectElement).value || undefined)}>
        {props.any !== undefined && <option value="">{props.any}</option>}
        {props.value && !known && <option value={props.value}>{props.value}</option>}
        {props.options.map((o) => (
          <option key={o.value} value={o.value}>
            {o.text}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A text to look for; told when the typing pauses. */
export function Search(props: { label: string; placeholder?: string; value: string | undefined; onChange: (value: string | undefined) => void }) {
  const [text, setText] = useState(props.value ?? "");
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => {
    if (document.activeElement?.getAttribute("data-search") !== props.label) setText(props.value ?? "");
  }, [props.value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <label class="field field-grow">
      <span>{props.label}</span>
      <input
        type="search"
        data-search={props.label}
        value={text}
        placeholder={props.placeholder}
        maxLength={200}
        onInput={(e: Event) => {
          const value = (e.currentTarget as HTMLInputElement).value;
          setText(value);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => props.onChange(value.trim() || undefined), 250);
        }}
      />
    </label>
  );
}
