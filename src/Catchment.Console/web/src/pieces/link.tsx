import type { ComponentChildren } from "preact";
import { go } from "../state/route";

/** A link to a page of the console: followed without loading anything, unless the reader wants a tab of its own. */
export function Link(props: { href: string; class?: string; label?: string; current?: boolean; children: ComponentChildren }) {
  return (
    <a
      href={props.href}
      class={props.class}
      aria-label={props.label}
      aria-current={props.current ? "page" : undefined}
      onClick={(e: MouseEvent) => {
        if (e.defaultPrevented || e.button !== 0 || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey) return;
        e.preventDefault();
        go(props.href);
        scrollTo(0, 0);
      }}
    >
      {props.children}
    </a>
  );
}
