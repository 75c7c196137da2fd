import { useEffect, useState } from "preact/hooks";
import { ask, tell } from "../api/client";
import { Confirm } from "../pieces/confirm";
import { FilterBar, Search } from "../pieces/filterbar";
import { Link } from "../pieces/link";
import { VirtualList } from "../pieces/list";
import { Empty, Failed, Loading, Notice } from "../pieces/states";
import { useAnswer } from "../state/answer";
import { address, setParams, useRoute } from "../state/route";
import { count } from "../state/text";
import { MappingEditor } from "../tags/editor";
import { TagNav } from "../tags/nav";
import { isWritable, placeText, protocolName, protocols } from "../tags/text";
import type { Protocol, TagMapping, TagMappingPage } from "../tags/types";

const ROW = 52;
const MOST = 1000;

/** Where tags stand in a protocol: mappings are added, changed and deleted here. */
export function TagMappingsPage() {
  const { params } = useRoute();
  const [search, id, isNew] = [params.get("search") ?? undefined, params.get("id") ?? undefined, params.has("new")];
  const protocol = protocols.find((p) => p.value === params.get("protocol"))?.value ?? "modbus";
  const { data, error, reload } = useAnswer(`mappings ${protocol} ${search}`, (signal) => ask<TagMappingPage>("tags/mappings", { protocol, search, limit: MOST }, signal));
  // One that is named by the address may be beyond those that are listed.
  const named = useAnswer(`mapping ${protocol} ${id}`, async (signal) => {
    if (id === undefined) return null;
    const page = await ask<TagMappingPage>("tags/mappings", { protocol, search: id, limit: MOST }, signal);
    return page.items.find((m) => m.id === id) ?? null;
  });
  const [said, say] = useState<string>();
  const [asks, setAsks] = useState<TagMapping>();
  useEffect(() => say(undefined), [protocol]);
  const close = (): void => setParams({ id: undefined, new: undefined, key: undefined, data: undefined }, true);
  const remove = async (m: TagMapping): Promise<void> => {
    try {
      say((await tell<{ text: string }>("DELETE", "tags/mappings", { protocol, id: m.id })).text);
      if (m.id === id) close();
    } catch (e) {
      say((e as Error).message);
    }
    reload();
  };
  return (
    <div class="telemetry tags mappings">
      <h1 class="unseen">Mappings</h1>
      <TagNav />
      <nav class="subpages" aria-label="Protocols">
        {protocols.map((p) => (
          <Link key={p.value} href={address("/tags/mappings", { protocol: p.value })} current={p.value === protocol}>
            {p.text}
          </Link>
        ))}
      </nav>
      {said && <Notice action={{ label: "Close", run: () => say(undefined) }}>{said}</Notice>}
      {(isNew || named.data) && (
        <MappingEditor
          key={`${protocol} ${id ?? "new"}`}
          protocol={protocol}
          {...(named.data && { mapping: named.data })}
          tag={{ key: params.get("key") ?? "", id: params.get("data") ?? "" }}
          done={(text) => {
            if (text) {
              say(text);
              reload();
              named.reload();
            }
            close();
          }}
        />
      )}
      <FilterBar>
        <Search label="Search" placeholder="part of key, id or description" value={search} onChange={(s) => setParams({ search: s }, true)} />
        {!isNew && !named.data && (
          <button type="button" onClick={() => setParams({ new: "1", id: undefined })}>
            Add a mapping
          </button>
        )}
      </FilterBar>
      {!data ? (
        error ? (
          <Failed error={error} retry={reload} />
        ) : (
          <Loading what="the mappings" />
        )
      ) : data.all === 0 ? (
        <Empty title={`No ${protocolName(protocol)} mappings yet`}>A mapping gives a tag its place in the protocol.</Empty>
      ) : data.found === 0 ? (
        <Empty title="No mapping is called so" />
      ) : (
        <>
          {error && <Notice action={{ label: "Try again", run: reload }}>{error.message}</Notice>}
          <VirtualList label="Mappings" count={data.items.length} rowHeight={ROW} row={(i) => <Row protocol={protocol} mapping={data.items[i]!} remove={setAsks} />} />
          <p class="list-foot" role="status">
            {data.items.length < data.found ? `${count(data.items.length)} of ${count(data.found)} mappings; search for the others` : `${count(data.found)} ${data.found === 1 ? "mapping" : "mappings"}`}
          </p>
        </>
      )}
      {asks && (
        <Confirm
          title="Delete this mapping?"
          text={`${protocolName(protocol)} no longer serves ${asks.mapping["key"]} at ${placeText(protocol, asks.mapping)}. A tag that nothing else names is unregistered with it.`}
          action="Delete"
          onAnswer={(yes) => {
            setAsks(undefined);
            if (yes) void remove(asks);
          }}
        />
      )}
    </div>
  );
}

function Row(props: { protocol: Protocol; mapping: TagMapping; remove: (m: TagMapping) => void }) {
  const { protocol, mapping } = props;
  const key = String(mapping.mapping["key"]);
  return (
    <div class="mapping-row">
      <span class="mapping-name">
        <Link href={address("/tags/tag", { key })}>{key}</Link>
        <span class="dim">{mapping.mapping["description"] || (mapping.id === key ? "" : mapping.id)}</span>
      </span>
      <span class="mapping-place">
        <span>{placeText(protocol, mapping.mapping)}</span>
        <span class="dim">{isWritable(mapping.mapping) ? "may be written" : "read only"}</span>
      </span>
      <button type="button" class="quiet" aria-label={`Change ${mapping.id}`} onClick={() => setParams({ id: mapping.id, new: undefined, key: undefined, data: undefined })}>
        Change
      </button>
      <button type="button" class="quiet danger" aria-label={`Delete ${mapping.id}`} onClick={() => props.remove(mapping)}>
        Delete
      </button>
    </div>
  );
}
