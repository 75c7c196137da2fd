// The whole address space as a client sees it, and what is wrong with it.
import { AttributeIds, BrowseDirection, NodeClass, coerceNodeId } from "node-opcua-client";
import { NodeCrawlerBase } from "node-opcua-client-crawler";
import { client } from "./clients.mjs";
import { plain } from "./values.mjs";

const batch = 100;

const byClass = {
  Object: ["EventNotifier"],
  Variable: ["Value", "DataType", "ValueRank", "ArrayDimensions", "AccessLevel", "UserAccessLevel", "MinimumSamplingInterval", "Historizing"],
  Method: ["Executable", "UserExecutable"],
  ObjectType: ["IsAbstract"],
  VariableType: ["DataType", "ValueRank", "IsAbstract"],
  ReferenceType: ["IsAbstract", "Symmetric"],
  DataType: ["IsAbstract"],
  View: ["ContainsNoLoops", "EventNotifier"],
};
const optional = new Set(["ArrayDimensions", "MinimumSamplingInterval"]);
const always = ["NodeId", "NodeClass", "BrowseName", "DisplayName"];

// All references of some nodes, in both directions, however many calls that takes.
async function referencesOf(session, nodes, tally) {
  const all = nodes.map(() => []);
  const statuses = [];
  let results = await session.browse(nodes.map((nodeId) => ({
    nodeId, browseDirection: BrowseDirection.Both, referenceTypeId: null, includeSubtypes: true, nodeClassMask: 0, resultMask: 63,
  })));
  let open = nodes.map((_, i) => i);
  for (;;) {
    results.forEach((r, i) => {
      statuses[open[i]] = r.statusCode.name;
      all[open[i]].push(...(r.references ?? []));
    });
    const points = results.flatMap((r, i) => (r.continuationPoint?.length ? [[open[i], r.continuationPoint]] : []));
    if (points.length === 0) return { all, statuses };
    tally.browseNexts++;
    open = points.map(([i]) => i);
    results = await session.browseNext(points.map(([, p]) => p), false);
  }
}

async function readAll(session, wanted) {
  const values = [];
  for (let i = 0; i < wanted.length; i += 1000)
    values.push(...(await session.read(wanted.slice(i, i + 1000).map(([node, attribute]) => ({ nodeId: node, attributeId: AttributeIds[attribute] })))));
  return values;
}

export const treeCommands = {
  // Walks from the root over every reference, and compares what it was told from different sides.
  async examine({ name, root = "i=84", max = 0 }) {
    const { session } = client(name);
    const usual = session.requestedMaxReferencesPerNode;
    session.requestedMaxReferencesPerNode = max;
    const tally = { browses: 0, browseNexts: 0 };
    const nodes = new Map([[coerceNodeId(root).toString(), null]]);
    const [faults, oneWay] = [[], []];
    try {
      for (let queue = [...nodes.keys()]; queue.length > 0; ) {
        const some = queue.splice(0, batch);
        tally.browses++;
        const { all, statuses } = await referencesOf(session, some, tally);
        some.forEach((id, i) => {
          if (statuses[i] !== "Good") faults.push(`${id} cannot be browsed: ${statuses[i]}`);
          nodes.set(id, all[i]);
          for (const { nodeId } of all[i]) {
            const target = nodeId.toString();
            if (nodeId.serverIndex || nodeId.namespaceUri || nodes.has(target)) continue;
            nodes.set(target, null);
            queue.push(target);
          }
        });
      }
    } finally {
      session.requestedMaxReferencesPerNode = usual;
    }
    const classes = await compare(session, nodes, faults, oneWay);
    const references = [...nodes.values()].reduce((sum, all) => sum + all.length, 0);
    return { nodes: nodes.size, references, ...tally, classes, faults, oneWay, ids: [...nodes.keys()] };
  },

  // The crawler of node-opcua itself.
  async crawl({ name, root = "i=84" }) {
    const { session } = client(name);
    const crawler = new NodeCrawlerBase(session);
    const seen = new Map();
    const targets = new Set();
    await crawler.crawl(root, {
      onBrowse(at, node) {
        seen.set(node.nodeId.toString(), node.browseName?.toString());
        for (const r of node.references ?? []) targets.add(r.nodeId.toString());
        NodeCrawlerBase.follow(at, node, this);
      },
    });
    crawler.dispose();
    const unread = [...targets, ...seen.keys()].map((id) => [id, "BrowseName"]);
    const values = await readAll(session, unread);
    const dangling = unread.flatMap(([id], i) => (values[i].statusCode.isGood() ? [] : [`${id}: ${values[i].statusCode.name}`]));
    return { nodes: seen.size, targets: targets.size, dangling, names: Object.fromEntries(seen) };
  },
};

async function compare(session, nodes, faults, oneWay) {
  const ids = [...nodes.keys()];
  const heads = await readAll(session, ids.flatMap((id) => always.map((attribute) => [id, attribute])));
  const facts = new Map();
  ids.forEach((id, i) => {
    const [nodeId, nodeClass, browseName, displayName] = heads.slice(i * always.length);
    always.forEach((attribute, a) => {
      const { statusCode } = heads[i * always.length + a];
      if (!statusCode.isGood()) faults.push(`${id} is dangling: its ${attribute} is ${statusCode.name}`);
    });
    if (nodeId.value.value?.toString() !== id) faults.push(`${id} says that it is ${nodeId.value.value}`);
    facts.set(id, { class: NodeClass[nodeClass.value.value], browseName: browseName.value.value?.toString(), displayName: displayName.value.value?.text });
  });

  for (const [id, references] of nodes) compareReferences(id, references, nodes, facts, faults, oneWay);

  const wanted = ids.flatMap((id) => (byClass[facts.get(id).class] ?? []).map((attribute) => [id, attribute]));
  const values = await readAll(session, wanted);
  values.forEach(({ statusCode }, i) => {
    const [id, attribute] = wanted[i];
    if (statusCode.isGood() || (statusCode.name === "BadAttributeIdInvalid" && optional.has(attribute))) return;
    // Some values of the standard's nodes may be missing or out of reach, but never the node or the attribute.
    if (attribute === "Value" && !["BadNodeIdUnknown", "BadAttributeIdInvalid", "BadNodeIdInvalid"].includes(statusCode.name)) return;
    faults.push(`${id} has no ${attribute}: ${statusCode.name}`);
  });

  const classes = {};
  for (const { class: kind } of facts.values()) classes[kind] = (classes[kind] ?? 0) + 1;
  return classes;
}

function compareReferences(id, references, nodes, facts, faults, oneWay) {
  const told = new Set();
  let typed = false;
  for (const r of references) {
    const [target, type] = [r.nodeId.toString(), r.referenceTypeId.toString()];
    const key = `${type} ${r.isForward} ${target}`;
    if (told.has(key)) faults.push(`${id} tells ${key} twice`);
    told.add(key);
    typed ||= r.isForward && type === "ns=0;i=40";
    const fact = facts.get(target);
    if (!fact) continue;
    if (!nodes.has(type)) faults.push(`${id} has a reference of a type that is nowhere: ${type}`);
    if (NodeClass[r.nodeClass] !== fact.class) faults.push(`${id} tells that ${target} is a ${NodeClass[r.nodeClass]}, and it is a ${fact.class}`);
    if (r.browseName.toString() !== fact.browseName) faults.push(`${id} calls ${target} ${r.browseName}, and it is ${fact.browseName}`);
    if (r.displayName.text !== fact.displayName) faults.push(`${id} shows ${target} as ${plain(r.displayName)?.text}, and it is ${fact.displayName}`);
    const back = nodes.get(target).some((b) => b.isForward !== r.isForward && b.nodeId.toString() === id && b.referenceTypeId.toString() === type);
    if (!back) oneWay.push(`${id} has ${type} ${r.isForward ? "to" : "from"} ${target}, which knows nothing of it`);
  }
  if (!typed && ["Object", "Variable"].includes(facts.get(id).class)) faults.push(`${id} has no type definition`);
}
