import { Icon } from "./icons";

/** A day, with steps to the neighbours among the days that there are. With any: any date or none; otherwise one of the days. */
export function DayPicker(props: { label: string; value: string | undefined; days: string[]; any?: boolean; onChange: (day: string | undefined) => void }) {
  // Newest first, as the node tells them.
  const older = props.value ? props.days.find((d) => d < props.value!) : props.days[0];
  const newer = props.value ? props.days.filter((d) => d > props.value!).at(-1) : undefined;
  return (
    <div class="field" role="group" aria-label={props.label}>
      <span aria-hidden="true">{props.label}</span>
      <div class="stepper">
        <button type="button" class="quiet" aria-label="Earlier day" disabled={!older} onClick={() => props.onChange(older)}>
          <Icon name="left" />
        </button>
        {props.any ? (
          <input type="date" aria-label={props.label} value={props.value ?? ""} onChange={(e: Event) => props.onChange((e.currentTarget as HTMLInputElement).value || undefined)} />
        ) : (
          <select aria-label={props.label} value={props.value ?? ""} onChange={(e: Event) => props.onChange((e.currentTarget as HTMLSelectElement).value)}>
            {props.value && !props.days.includes(props.value) && <option value={props.value}>{props.value}</option>}
            {props.days.map((d) => (
              <option key={d} value={d}>
                {d}
              </option>
            ))}
          </select>
        )}
        <button type="button" class="quiet" aria-label="Later day" disabled={!newer} onClick={() => props.onChange(newer)}>
          <Icon name="right" />
        </button>
        {props.any && props.value && (
          <button type="button" class="quiet" aria-label="Any day" onClick={() => props.onChange(undefined)}>
            <Icon name="close" />
          </button>
        )}
      </div>
    </div>
  );
}

/** The day after a day. */
export function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
