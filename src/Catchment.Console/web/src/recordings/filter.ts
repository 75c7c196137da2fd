import type { Params } from "../api/client";
import { address } from "../state/route";

/** Which events: the filters that stand in the address, beside the day. */
export interface RecordingFilter {
  node?: string | undefined;
  view?: string | undefined;
  label?: string | undefined;
  type?: string | undefined;
}

/** Reads the filters out of an address. */
export function readFilter(params: URLSearchParams): RecordingFilter {
  const of = (name: string): string | undefined => params.get(name) || undefined;
  return { node: of("node"), view: of("view"), label: of("label"), type: of("type") };
}

/** The address of an event's page; it keeps the filters, for the way back and to the neighbours. */
export const eventAddress = (r: { day: string; event: string }, filter: RecordingFilter = {}): string =>
  address(`/recordings/${r.day}/${r.event}`, { ...filter });

/** The address of a day's events. */
export const dayAddress = (day: string | undefined, filter: RecordingFilter): string => address("/recordings", { day, ...filter });

/** The filters as the API takes them. */
export const filterParams = (filter: RecordingFilter): Params => ({ ...filter });
