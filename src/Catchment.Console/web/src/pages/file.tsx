import { useState } from "preact/hooks";
import { ApiError, ask, tell } from "../api/client";
import type { FileDetail, FileFunnel, RerunAnswer } from "../api/types";
import { badge, runnable, statuses } from "../files/status";
import { Link } from "../pieces/link";
import { useLive, useResync } from "../pieces/live";
import { Empty, Failed, Loading, Notice } from "../pieces/states";
import { useAnswer } from "../state/answer";
import { useRoute } from "../state/route";
import { useSoon } from "../state/soon";
import { bytes, count } from "../state/text";

const RENEW_AFTER = 700;

const outcomes: Record<string, string> = {
  same: "as it was tracked",
  missing: "missing",
  other_size: "has another size",
  other_content: "has other content",
  unreadable: "cannot be read",
};

/** One tracked file: its row, its status, and its whole history. */
export function FilePage() {
  const id = useRoute().path.split("/")[2] ?? "";
  const { data, error, reload } = useAnswer(`file ${id}`, (signal) => ask<FileDetail>(`files/${id}`, {}, signal));
  const [told, setTold] = useState<string>();
  const renew = useSoon(reload, RENEW_AFTER);
  useLive<FileFunnel>("files", renew, []);
  useResync(reload, []);
  if (error instanceof ApiError && error.status === 404)
    return (
      <Empty title="There is no such file">
        <Link href="/files">All files</Link>
      </Empty>
    );
  if (!data) return error ? <Failed error={error} retry={reload} /> : <Loading what="the file" />;
  const { file, events, check } = data;
  const rerun = (): void => {
    tell<RerunAnswer>("POST", `files/${id}/rerun`).then(
      (answer) => (setTold(answer.text), reload()),
      (e: Error) => setTold(e.message),
    );
  };
  return (
    <div class="file-page">
      {error && <Notice action={{ label: "Try again", run: reload }}>{error.message}</Notice>}
      {told && <Notice action={{ label: "Close", run: () => setTold(undefined) }}>{told}</Notice>}
      <div class="file-head">
        <h1>{file.path}</h1>
        <span class={badge(file.status)}>{file.status}</span>
        {runnable.includes(file.status) && (
          <button type="button" onClick={rerun}>
            Run again
          </button>
        )}
      </div>
      <section aria-label="The file">
        <dl class="facts">
          <dt>Status</dt>
          <dd>
            {statuses[file.status]?.means}
            {file.since && `, since ${file.since.replace("T", " ").slice(0, 19)}`}
          </dd>
          <dt>Tracked</dt>
          <dd>{file.added.replace("T", " ").slice(0, 19)}</dd>
          <dt>Size</dt>
          <dd>
            {bytes(file.size)} ({count(file.size)} bytes)
          </dd>
          <dt>Checksum</dt>
          <dd class="event-id">{file.checksum}</dd>
          <dt>Row</dt>
          <dd>{file.id}</dd>
          {check && (
            <>
              <dt>Verified</dt>
              <dd class={check.outcome === "same" ? undefined : "file-fault"}>
                {outcomes[check.outcome] ?? check.outcome}
                {check.reason && `: ${check.reason}`}, {check.checked.replace("T", " ").replace("Z", " UTC")}
              </dd>
            </>
          )}
        </dl>
      </section>
      <section class="card" aria-label="Its history">
        <h2>History</h2>
        {events.length === 0 ? (
          <p class="dim">No event yet.</p>
        ) : (
          <div class="file-events">
            <table class="rows">
              <thead>
                <tr>
                  <th>Time</th>
                  <th>Status</th>
                  <th>Took</th>
                  <th>Version</th>
                  <th>Reason</th>
                </tr>
              </thead>
              <tbody>
                {events.map((e) => (
                  <tr key={e.time}>
                    <td class="file-time">{e.time.replace("T", " ")}</td>
                    <td>
                      <span class={badge(e.status)}>{e.status}</span>
                    </td>
                    <td class="file-time">{e.seconds === undefined ? "" : `${e.seconds.toFixed(3)} s`}</td>
                    <td>{e.version}</td>
                    <td class="file-reason">{e.message}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </section>
    </div>
  );
}
