import { duration } from "../state/text";
import { parseUtc } from "./time";

/** How long before now a time was. */
export function age(ts: string, now: number): string {
  const ms = now - parseUtc(ts) * 1000;
  return ms < -1000 ? "ahead" : duration(ms);
}

/** A time for people: the date only when it is not today's. */
export function utcClock(ts: string, now: number): string {
  const today = new Date(now).toISOString().slice(0, 10);
  return ts.slice(0, 10) === today ? ts.slice(11, 19) : ts.slice(0, 19).replace("T", " ");
}

/** A number with as many digits as people read. */
export function shortNumber(n: number): string {
  if (Number.isInteger(n) && Math.abs(n) < 1e15) return String(n);
  const a = Math.abs(n);
  return a >= 1e7 || a < 1e-4 ? n.toExponential(4) : String(Number(n.toPrecision(7)));
}

/** A value of a message in little room. */
export function valueText(value: unknown, items?: number): string {
  if (items !== undefined) return `${items} ${items === 1 ? "item" : "items"}`;
  if (value === undefined) return "…";
  return typeof value === "number" ? shortNumber(value) : typeof value === "string" ? value : JSON.stringify(value);
}
