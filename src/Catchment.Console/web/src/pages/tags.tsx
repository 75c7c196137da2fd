import { useRef } from "preact/hooks";
import { Choice, FilterBar, Search } from "../pieces/filterbar";
import { Link } from "../pieces/link";
import { VirtualList } from "../pieces/list";
import { Empty, Failed, Loading, Notice } from "../pieces/states";
import type { Virtual } from "../pieces/use-virtual";
import { utcNow, useTick } from "../state/clock";
import { address, setParams, useRoute } from "../state/route";
import { useSoon } from "../state/soon";
import { count } from "../state/text";
import { TagNav } from "../tags/nav";
import { QualityBadge } from "../tags/quality";
import { useTagStream, type LiveTag } from "../tags/stream";
import { tagAge, tagText, tagTime } from "../tags/text";
import type { Tag } from "../tags/types";
import { useTagRows } from "../tags/use-rows";

const ROW = 36;
/** As many as the stream takes: an address has no room for more. */
const MOST_LIVE = 200;
/** The rows that are seen are watched when the scrolling pauses. */
const SETTLES_IN = 150;
const COMES_IN = 1000;

const sorts: [sort: string, title: string, column: string][] = [
  ["key", "Tag", "tag-key"],
  ["value", "Value", "tag-value"],
  ["quality", "Quality", "tag-quality"],
  ["age", "Age", "tag-age"],
];

const ages = [
  { value: "10s", text: "silent for 10 s" },
  { value: "1m", text: "silent for 1 min" },
  { value: "15m", text: "silent for 15 min" },
  { value: "1h", text: "silent for 1 h" },
  { value: "1d", text: "silent for 1 d" },
];

/** All tags, live: only the rows that can be seen are asked for, watched and drawn. */
export function TagsPage() {
  const { params } = useRoute();
  const get = (name: string): string | undefined => params.get(name) ?? undefined;
  const [search, quality, older, sort, order] = [get("search"), get("quality"), get("older"), get("sort") ?? "key", get("order") ?? "up"];
  const rows = useTagRows({ search, quality, older, sort, order }, quality !== undefined || older !== undefined || sort !== "key");
  const renewSoon = useSoon(rows.renew, COMES_IN);
  const stream = useTagStream(renewSoon);
  const seen = useRef<[number, number]>([0, 0]);
  const list = rows.list;
  const watchSoon = useSoon(() => {
    const ids: string[] = [];
    for (let i = seen.current[0]; list && i < seen.current[1] && ids.length < MOST_LIVE; i++) {
      const tag = list.rows.row(i);
      if (tag) ids.push(tag.id);
    }
    stream.watch(ids);
  }, SETTLES_IN);
  if (list) watchSoon();
  useTick(1000);
  const now = utcNow() / 1000;
  const move = (v: Virtual): void => {
    seen.current = [v.first, v.end];
    rows.see(v.first, v.end);
    watchSoon();
  };
  return (
    <div class="telemetry tags">
      <h1 class="unseen">Tags</h1>
      <TagNav />
      <FilterBar>
        <Search label="Search" placeholder="words of the key" value={search} onChange={(s) => setParams({ search: s }, true)} />
        <Choice label="Quality" any="any" value={quality} options={["GOOD", "UNCERTAIN", "BAD"].map((q) => ({ value: q, text: q }))} onChange={(q) => setParams({ quality: q })} />
        <Choice label="Age" any="any" value={older} options={ages} onChange={(o) => setParams({ older: o })} />
      </FilterBar>
      {!list ? (
        rows.error ? (
          <Failed error={rows.error} retry={rows.renew} />
        ) : (
          <Loading what="the tags" />
        )
      ) : (
        <>
          {rows.error && <Notice action={{ label: "Try again", run: rows.renew }}>{rows.error.message}</Notice>}
          {list.all === 0 ? (
            <Empty title="No tags yet">What is registered, written or synced appears here by itself.</Empty>
          ) : list.found === 0 ? (
            <Empty title="No tag is so" />
          ) : (
            <>
              <div class="tag-row tag-heads">
                {sorts.map(([name, title, column]) => (
                  <button
                    key={name}
                    type="button"
                    class={`quiet ${column}`}
                    aria-pressed={sort === name}
                    title={`In the order of: ${title}`}
                    onClick={() => setParams({ sort: name === "key" ? undefined : name, order: sort === name && order === "up" ? "down" : undefined })}
                  >
                    {title}
                    {sort === name && <span aria-hidden="true">{order === "up" ? " ↑" : " ↓"}</span>}
                  </button>
                ))}
              </div>
              <VirtualList
                key={list.question}
                label="Tags"
                count={list.found}
                rowHeight={ROW}
                onMove={move}
                row={(i) => {
                  const tag = list.rows.row(i);
                  return tag ? <Row tag={tag} live={stream.tags.get(tag.id)} now={now} /> : <div class="tag-row tag-unknown">…</div>;
                }}
              />
            </>
          )}
          <p class="list-foot" role="status">
            {list.found === list.all ? count(list.all) : `${count(list.found)} of ${count(list.all)}`} {list.all === 1 ? "tag" : "tags"}
          </p>
        </>
      )}
    </div>
  );
}

function Row(props: { tag: Tag; live: LiveTag | undefined; now: number }) {
  const { tag, live } = props;
  const present = live ?? tag;
  const text = tagText(present.value);
  return (
    <Link href={address("/tags/tag", { key: tag.key })} class={live?.is_gone ? "tag-row tag-gone" : "tag-row"} label={tag.key}>
      <span class="tag-key" title={tag.key}>
        {tag.key}
      </span>
      <span class="tag-value" title={text}>
        <b key={live?.changes ?? 0} class={live && live.changes > 0 ? "flash" : undefined}>
          {text}
        </b>
        {tag.units && <i>{tag.units}</i>}
      </span>
      <span class="tag-quality">
        <QualityBadge quality={present.quality} />
      </span>
      <span class="tag-age" title={tagTime(present.timestamp)}>
        {tagAge(present.timestamp, props.now)}
      </span>
    </Link>
  );
}
