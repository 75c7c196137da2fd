import type { ComponentChildren } from "preact";

/** Nothing is there yet: says so, and what to do. */
export function Empty(props: { title: string; children?: ComponentChildren; command?: string }) {
  return (
    <div class="state" role="status">
      <svg class="state-mark" viewBox="0 0 64 40" aria-hidden="true">
        <path d="M4 10c7 0 7 5 14 5s7-5 14-5 7 5 14 5 7-5 14-5M12 23c5 0 5 4 10 4s5-4 10-4 5 4 10 4 5-4 10-4" />
        <circle cx="32" cy="36" r="3" />
      </svg>
      <h2>{props.title}</h2>
      {props.children && <p>{props.children}</p>}
      {props.command && <code class="command">{props.command}</code>}
    </div>
  );
}

/** Something went wrong: says what, and lets one try again. */
export function Failed(props: { error: Error; retry: () => void }) {
  return (
    <div class="state state-failed" role="alert">
      <h2>That did not work</h2>
      <p>{props.error.message}</p>
      <button type="button" onClick={props.retry}>
        Try again
      </button>
    </div>
  );
}

/** Something is on its way. Shown with a delay by the style sheet, so that quick answers do not flicker. */
export function Loading(props: { what: string }) {
  return (
    <div class="state state-loading" role="status" aria-live="polite">
      <span class="spinner" aria-hidden="true" />
      <p>Loading {props.what} …</p>
    </div>
  );
}

/** A line over what is still shown although it cannot be renewed. */
export function Notice(props: { children: ComponentChildren; action?: { label: string; run: () => void } }) {
  return (
    <div class="notice" role="status">
      <span>{props.children}</span>
      {props.action && (
        <button type="button" onClick={props.action.run}>
          {props.action.label}
        </button>
      )}
    </div>
  );
}
