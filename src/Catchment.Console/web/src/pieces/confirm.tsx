import { useEffect, useRef } from "preact/hooks";

/** Asks before something that cannot be undone. The safe answer has the focus. */
export function Confirm(props: { title: string; text: string; action: string; onAnswer: (yes: boolean) => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current!.showModal(), []);
  return (
    <dialog
      ref={dialog}
      class="confirm"
      aria-label={props.title}
      onCancel={(e: Event) => {
        e.preventDefault();
        props.onAnswer(false);
      }}
    >
      <h2>{props.title}</h2>
      <p>{props.text}</p>
      <div class="confirm-answers">
        <button type="button" autofocus onClick={() => props.onAnswer(false)}>
          Cancel
        </button>
        <button type="button" class="danger" onClick={() => props.onAnswer(true)}>
          {props.action}
        </button>
      </div>
    </dialog>
  );
}
