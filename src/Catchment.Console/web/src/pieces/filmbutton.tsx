import { useEffect, useRef, useState } from "preact/hooks";
import { fetchFile } from "../api/client";
import { address } from "../state/route";
import { Icon } from "./icons";

/** Lets the node make a film of an event and saves it; a second press gives it up. */
export function FilmButton(props: { day: string; event: string; sets: string[]; onTrouble: (text: string | undefined) => void }) {
  const [busy, setBusy] = useState(false);
  const abort = useRef<AbortController | undefined>(undefined);
  useEffect(() => () => abort.current?.abort(), []);
  const make = async (): Promise<void> => {
    if (busy) return abort.current?.abort();
    const { signal } = (abort.current = new AbortController());
    setBusy(true);
    props.onTrouble(undefined);
    try {
      const film = await fetchFile(address(`recordings/${props.day}/${props.event}/video`, { set: props.sets.join(",") }), signal);
      save(film, `${props.day}_${props.event}.mp4`);
    } catch (e) {
      if (!signal.aborted) props.onTrouble((e as Error).message);
    }
    if (!signal.aborted || abort.current?.signal === signal) setBusy(false);
  };
  const label = busy ? "Give up the film" : props.sets.length ? "Save as a film, with boxes" : "Save as a film";
  return (
    <button type="button" aria-busy={busy} title={label} onClick={() => void make()}>
      {busy ? <span class="spinner" aria-hidden="true" /> : <Icon name="film" />}
      {busy ? "Making the film …" : "Film"}
    </button>
  );
}

function save(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
