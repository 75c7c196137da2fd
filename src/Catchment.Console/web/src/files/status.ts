/** What a status means to a person: how it is coloured, and in a few words. */
export const statuses: Record<string, { look: "well" | "warn" | "alarm" | "plain"; means: string }> = {
  NEW: { look: "plain", means: "tracked, and not yet seen by the ingester" },
  UNTRIED: { look: "plain", means: "waits for its first attempt" },
  RERUN: { look: "warn", means: "is to be tried again" },
  PENDING: { look: "warn", means: "is under way" },
  SUCCESS: { look: "well", means: "was taken by the plugin" },
  FAILURE: { look: "alarm", means: "was refused by the plugin" },
  UNKNOWN: { look: "alarm", means: "whether it was taken is not known" },
  INVALID: { look: "alarm", means: "is not in the storage folder, or empty" },
  IGNORED: { look: "plain", means: "the lists of the ingester leave it out" },
  BACKFILL: { look: "plain", means: "was in place before" },
};

/** Statuses from which a file may be run again; others come by themselves. */
export const runnable = ["SUCCESS", "FAILURE", "UNKNOWN", "INVALID", "IGNORED", "BACKFILL"];

export const badge = (status: string): string => `badge badge-file-${statuses[status]?.look ?? "plain"}`;

/** The list with its newest page loaded anew: what the page does not reach stays. */
export function renewed<T extends { id: number }>(had: readonly T[], page: readonly T[], isAll: boolean): T[] {
  const last = page.at(-1);
  return isAll || !last ? [...page] : [...page, ...had.filter((f) => f.id < last.id)];
}
