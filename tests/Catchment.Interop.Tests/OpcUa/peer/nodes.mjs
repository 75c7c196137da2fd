// Attributes and views: read, write, browse, translate, register, and any other service by its name.
import { AttributeIds, BrowseDirection, DataValue, StatusCodes, TimestampsToReturn, coerceNodeId, makeBrowsePath } from "node-opcua-client";
import * as types from "node-opcua-types";
import { client } from "./clients.mjs";
import { plain, variant } from "./values.mjs";

// A node's id as text stands for its Value; else {"node", "attribute", "range", "encoding"}.
export function toRead(item) {
  const { node, attribute = "Value", range, encoding } = typeof item === "string" ? { node: item } : item;
  return { nodeId: coerceNodeId(node), attributeId: AttributeIds[attribute], indexRange: range, dataEncoding: encoding };
}

const services = {
  session: (name, request) =>
    new Promise((resolve, reject) => client(name).session.performMessageTransaction(request, (e, response) => (e ? reject(e) : resolve(response)))),
};

export const nodeCommands = {
  async read({ name, nodes, timestamps = "Both", maxAge = 0 }) {
    const request = new types.ReadRequest({ nodesToRead: nodes.map(toRead), maxAge, timestampsToReturn: TimestampsToReturn[timestamps] });
    return plain((await services.session(name, request)).results);
  },

  async write({ name, nodes }) {
    const nodesToWrite = nodes.map(({ node, attribute = "Value", range, value, status, sourceTimestamp, serverTimestamp }) => ({
      nodeId: coerceNodeId(node),
      attributeId: AttributeIds[attribute],
      indexRange: range,
      value: new DataValue({
        value: value && variant(value),
        statusCode: status && StatusCodes[status],
        sourceTimestamp: sourceTimestamp && new Date(sourceTimestamp),
        serverTimestamp: serverTimestamp && new Date(serverTimestamp),
      }),
    }));
    return plain((await services.session(name, new types.WriteRequest({ nodesToWrite }))).results);
  },

  // One call of the service, without what the client's library adds.
  async browse({ name, nodes, direction = "Forward", reference = null, subtypes = true, classes = 0, result = 63, max = 0 }) {
    const request = new types.BrowseRequest({
      requestedMaxReferencesPerNode: max,
      nodesToBrowse: nodes.map((node) => ({
        nodeId: coerceNodeId(node), browseDirection: BrowseDirection[direction], referenceTypeId: reference && coerceNodeId(reference), includeSubtypes: subtypes, nodeClassMask: classes, resultMask: result,
      })),
    });
    return plain((await services.session(name, request)).results);
  },

  async browseNext({ name, points, release = false }) {
    const request = new types.BrowseNextRequest({ continuationPoints: points.map((p) => Buffer.from(p, "base64")), releaseContinuationPoints: release });
    return plain((await services.session(name, request)).results);
  },

  // Paths are [start, "/2:folder/2:name"].
  translate: async ({ name, paths }) => plain(await client(name).session.translateBrowsePath(paths.map(([start, path]) => makeBrowsePath(start, path)))),

  registerNodes: async ({ name, nodes }) => plain(await client(name).session.registerNodes(nodes)),

  unregisterNodes: async ({ name, nodes }) => plain(await client(name).session.unregisterNodes(nodes)),

  async namespaces({ name }) {
    return client(name).session.readNamespaceArray();
  },

  call: async ({ name, object, method, arguments: inputs = [] }) =>
    plain(await client(name).session.call({ objectId: coerceNodeId(object), methodId: coerceNodeId(method), inputArguments: inputs.map(variant) })),

  history: async ({ name, nodes, start, end, options }) =>
    plain(await client(name).session.readHistoryValue(nodes, new Date(start), new Date(end), options ?? {})),

  // Any service by its request's name, with the request's own field names.
  async service({ name, request, body = {} }) {
    const { responseHeader, ...response } = await services.session(name, new types[request](body));
    return { serviceResult: responseHeader.serviceResult.name, ...plain(response) };
  },
};
