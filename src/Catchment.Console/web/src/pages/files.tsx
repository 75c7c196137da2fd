import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { ask, tell, type Params } from "../api/client";
import type { FileFunnel, FilePage, FileRates, RerunAnswer, TrackedFile } from "../api/types";
import { badge, renewed, runnable, statuses } from "../files/status";
import { Chart } from "../pieces/chart";
import { Confirm } from "../pieces/confirm";
import { Choice, FilterBar, Search } from "../pieces/filterbar";
import { Link } from "../pieces/link";
import { VirtualList } from "../pieces/list";
import { useLive, useResync } from "../pieces/live";
import { Empty, Failed, Loading, Notice } from "../pieces/states";
import { DayPicker, nextDay } from "../pieces/timerange";
import { useAnswer } from "../state/answer";
import { nodeNow, nodeToday, parseNaive, useTick } from "../state/clock";
import { address, setParams, useRoute } from "../state/route";
import { useSoon } from "../state/soon";
import { bytes, clock, count, duration, shortCount } from "../state/text";

const PAGE = 200;
const ROW = 44;
const RENEW_AFTER = 1000;
const RATES_EVERY = 30_000;

/** Tracked files: how many stand where, what the last hour brought, and the files themselves. */
export function FilesPage() {
  const { params } = useRoute();
  const of = (name: string): string | undefined => params.get(name) ?? undefined;
  const [status, name, day] = [of("status"), of("name"), of("day")];
  const funnel = useAnswer("files funnel", (signal) => ask<FileFunnel>("files/funnel", {}, signal));
  const rates = useAnswer("files rates", (signal) => ask<FileRates>("files/rates", {}, signal));
  const [news, setNews] = useState<FileFunnel>();
  useLive<FileFunnel>("files", setNews, []);
  useResync(() => (setNews(undefined), funnel.reload(), rates.reload()), []);
  useEffect(() => {
    const timer = setInterval(rates.reload, RATES_EVERY);
    return () => clearInterval(timer);
  }, []);
  const shown = news ?? funnel.data;
  if (!shown) return funnel.error ? <Failed error={funnel.error} retry={funnel.reload} /> : <Loading what="the files" />;
  if (shown.files === 0)
    return (
      <Empty title="No file is tracked yet">
        The finder tracks what it finds in its source folder; backfill tracks what was there before.
      </Empty>
    );
  const query: Params = { status, name, ...(day && { since: day, until: nextDay(day) }) };
  return (
    <div class="files">
      <h1 class="unseen">Files</h1>
      {!shown.complete && <Notice>The events are being read for the first time; the numbers still grow.</Notice>}
      <div class="files-top">
        <Funnel funnel={shown} status={status} />
        {rates.data && <Rates rates={rates.data} />}
      </div>
      <FilterBar>
        <Choice
          label="Status"
          any="Any status"
          value={status}
          options={shown.statuses.map((s) => ({ value: s.status, text: `${s.status} (${count(s.count)})` }))}
          onChange={(s) => setParams({ status: s })}
        />
        <Search label="Name" placeholder="part of the path, or a pattern such as *.fits" value={name} onChange={(n) => setParams({ name: n }, true)} />
        <DayPicker label="Tracked on" any value={day} days={[]} onChange={(d) => setParams({ day: d })} />
      </FilterBar>
      <Files key={JSON.stringify(query)} query={query} status={status} news={news} />
    </div>
  );
}

function Funnel(props: { funnel: FileFunnel; status: string | undefined }) {
  const { funnel } = props;
  useTick(1000);
  const most = Math.max(1, ...funnel.statuses.map((s) => s.count));
  const now = nodeNow();
  return (
    <section class="card" aria-label="How files stand">
      <header>
        <h2>{count(funnel.files)} files</h2>
        <span class="dim">{bytes(funnel.bytes)}</span>
        {funnel.taken > 0 && <span class="dim">{count(funnel.taken)} with an ingester</span>}
      </header>
      <div class="funnel">
        {funnel.statuses
          .filter((s) => s.count > 0 || s.status === props.status)
          .map((s) => (
            <button
              key={s.status}
              type="button"
              class="funnel-row"
              aria-pressed={s.status === props.status}
              title={statuses[s.status]?.means}
              onClick={() => setParams({ status: s.status === props.status ? undefined : s.status })}
            >
              <span class={badge(s.status)}>{s.status}</span>
              <span class="funnel-bar">
                <i style={{ width: `${s.count === 0 ? 0 : Math.max(0.5, (100 * s.count) / most).toFixed(1)}%` }} />
              </span>
              <b>{count(s.count)}</b>
            </button>
          ))}
      </div>
      {funnel.oldest && funnel.waiting_since && (
        <p class="dim waits">
          Waits longest{now !== undefined && `, for ${duration(now - parseNaive(funnel.waiting_since))}`}: <Link href={`/files/${funnel.oldest.id}`}>{funnel.oldest.path}</Link>
        </p>
      )}
    </section>
  );
}

function Rates(props: { rates: FileRates }) {
  const { items } = props.rates;
  const [times, lines] = useMemo(
    () => [
      items.map((i) => parseNaive(i.start) / 1000),
      [
        { label: "found", colour: "--accent", values: items.map((i) => i.found) },
        { label: "succeeded", colour: "--well", values: items.map((i) => i.succeeded) },
        { label: "failed", colour: "--alarm", values: items.map((i) => i.failed + i.refused) },
      ],
    ],
    [items],
  );
  const sum = (of: (i: FileRates["items"][number]) => number): number => items.reduce((n, i) => n + of(i), 0);
  const minutes = Math.max(1, items.length);
  return (
    <section class="card" aria-label="The last hour">
      <header>
        <h2>{items.length < 60 ? `Since ${items[0]!.start.slice(11, 16)}` : "The last hour"}</h2>
      </header>
      <div class="rates">
        <Rate label="found a minute" hue="found" value={sum((i) => i.found) / minutes} />
        <Rate label="succeeded a minute" hue="succeeded" value={sum((i) => i.succeeded) / minutes} />
        <Rate label="failed or left out" hue="failed" value={sum((i) => i.failed + i.refused)} />
      </div>
      <Chart label="Files found, succeeded and failed a minute" height={120} times={times} lines={lines} />
    </section>
  );
}

const Rate = (props: { label: string; hue: string; value: number }) => (
  <div>
    <b>{shortCount(props.value)}</b>
    <span class={`rate-${props.hue}`}>{props.label}</span>
  </div>
);

function Files(props: { query: Params; status: string | undefined; news: FileFunnel | undefined }) {
  const { items, state, error, more, reload } = useFiles(props.query, props.news);
  const [asks, setAsks] = useState(false);
  const [told, setTold] = useState<string>();
  const [busy, setBusy] = useState(false);
  const rerun = async (): Promise<void> => {
    setBusy(true);
    let added = 0;
    let cursor: string | undefined;
    try {
      do {
        const answer: RerunAnswer = await tell<RerunAnswer>("POST", "files/rerun", { ...props.query, cursor });
        added += answer.added;
        cursor = answer.next;
        setTold(cursor ? `${count(added)} files are to be run again …` : added === answer.added ? answer.text : answer.text.replace(/^\d+ files? (is|are)/, `${count(added)} files are`));
      } while (cursor);
    } catch (e) {
      setTold((e as Error).message);
    }
    setBusy(false);
    reload();
  };
  if (error && items.length === 0) return <Failed error={error} retry={reload} />;
  return (
    <>
      {error && <Notice action={{ label: "Try again", run: reload }}>{error.message}</Notice>}
      {told && <Notice action={{ label: "Close", run: () => setTold(undefined) }}>{told}</Notice>}
      {items.length === 0 && state === "all" ? (
        <Empty title="No file fits these filters">Choose others above.</Empty>
      ) : (
        <VirtualList label="Files, those that were tracked last first" count={items.length} rowHeight={ROW} row={(i) => <Row file={items[i]!} />} onNearEnd={() => state === "more" && more()} />
      )}
      <p class="list-foot files-foot" role="status">
        <span>
          {count(items.length)} {items.length === 1 ? "file" : "files"}
          {state === "loading" ? ", loading …" : state === "more" ? " so far, there are more" : state === "cut" ? " among those looked through so far. " : ""}
          {state === "cut" && (
            <button type="button" class="quiet" onClick={more}>
              Look further
            </button>
          )}
        </span>
        {props.status && runnable.includes(props.status) && items.length > 0 && (
          <button type="button" disabled={busy} onClick={() => setAsks(true)}>
            Run all of these again
          </button>
        )}
      </p>
      {asks && (
        <Confirm
          title="Run all of these again?"
          text={`Every file that fits the filters and is ${props.status} is handed to the plugin once more${props.status === "SUCCESS" ? ", although it was taken already" : ""}.`}
          action="Run again"
          onAnswer={(yes) => {
            setAsks(false);
            if (yes) void rerun();
          }}
        />
      )}
    </>
  );
}

type ListState = "loading" | "more" | "cut" | "all";

/** The files of a query, page by page; the first page is loaded anew when something has changed. */
function useFiles(query: Params, news: FileFunnel | undefined): { items: TrackedFile[]; state: ListState; error: Error | undefined; more: () => void; reload: () => void } {
  const [items, setItems] = useState<TrackedFile[]>([]);
  const [state, setState] = useState<ListState>("loading");
  const [error, setError] = useState<Error>();
  const abort = useRef<AbortController | undefined>(undefined);
  const next = useRef<string | undefined>(undefined);
  const loading = useRef(false);

  const load = useCallback(async (cursor: string | undefined) => {
    abort.current?.abort();
    const { signal } = (abort.current = new AbortController());
    loading.current = true;
    setError(undefined);
    if (cursor || next.current === undefined) setState("loading");
    try {
      const page = await ask<FilePage>("files", { ...query, limit: PAGE, cursor }, signal);
      const keeps = !cursor && next.current !== undefined && page.next !== undefined && !page.cut;
      setItems((had) => (cursor ? [...had, ...page.items] : renewed(had, page.items, !keeps)));
      if (!keeps) {
        next.current = page.next;
        setState(page.next === undefined ? "all" : page.cut ? "cut" : "more");
      } else {
        setState("more");
      }
    } catch (e) {
      if (!signal.aborted) setError(e as Error);
    }
    if (!signal.aborted) loading.current = false;
  }, []);
  useEffect(() => {
    void load(undefined);
    return () => abort.current?.abort();
  }, []);
  const renew = useSoon(() => !loading.current && void load(undefined), RENEW_AFTER);
  useEffect(() => {
    if (news) renew();
  }, [news]);
  useResync(() => void load(undefined), []);
  const more = useCallback(() => {
    if (!loading.current && next.current !== undefined) void load(next.current);
  }, []);
  return { items, state, error, more, reload: () => void load(undefined) };
}

function Row(props: { file: TrackedFile }) {
  const { file } = props;
  return (
    <Link href={address(`/files/${file.id}`)} class="file-row" label={`${file.path}, ${file.status}`}>
      <span class="file-time">{clock(file.added, nodeToday())}</span>
      <span class={badge(file.status)}>{file.status}</span>
      <span class="file-size">{bytes(file.size)}</span>
      <span class="file-path">{file.path}</span>
    </Link>
  );
}
