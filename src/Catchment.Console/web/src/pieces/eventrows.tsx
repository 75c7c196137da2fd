import type { TrackingRow } from "../api/types";
import { setColour, setWords, shortClass } from "../recordings/boxes";

export interface ShownSet {
  type: string;
  total: number;
  leftOut: number;
  on: boolean;
  rows: TrackingRow[];
}

/** The tracking sets: which are drawn, and what they say of the picture that is seen. */
export function EventRows(props: { sets: ShownSet[]; onToggle: (type: string) => void }) {
  return (
    <div class="sets">
      <div class="set-choice" role="group" aria-label="Tracking sets">
        {props.sets.map((s) => (
          <button key={s.type} type="button" class="set-toggle" aria-pressed={s.on} onClick={() => props.onToggle(s.type)} title={s.leftOut ? `${s.leftOut} rows cannot be used` : undefined}>
            <i style={{ background: s.on ? setColour(s.type) : "transparent", borderColor: setColour(s.type) }} />
            {setWords(s.type)} <small>{s.total}</small>
          </button>
        ))}
        {props.sets.length === 0 && <p class="dim">No tracking set.</p>}
      </div>
      <table class="rows" aria-label="Objects in this picture">
        <thead>
          <tr>
            <th scope="col">Set</th>
            <th scope="col">Object</th>
            <th scope="col">What</th>
            <th scope="col">Box</th>
          </tr>
        </thead>
        <tbody>
          {props.sets.flatMap((s) =>
            s.on
              ? s.rows.map((r, i) => (
                  <tr key={`${s.type} ${i}`}>
                    <td>
                      <span class="set-mark">
                        <i style={{ background: setColour(s.type) }} />
                        {s.type}
                      </span>
                    </td>
                    <td>{r.object_id ?? "–"}</td>
                    <td title={r.class_name}>{shortClass(r.class_name) || "–"}</td>
                    <td class="dim">{r.x1 === undefined ? "–" : `${r.x1}, ${r.y1} – ${r.x2}, ${r.y2}`}</td>
                  </tr>
                ))
              : [],
          )}
        </tbody>
      </table>
    </div>
  );
}
