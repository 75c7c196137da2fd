// node-opcua's own server: --variables N of Double below the Objects folder (ns=1;i=1000 and on), of which each changes --rate times a
// second, and one of each kind that a client may write. It tells its address, and ends with its input.
import { serve, say } from "./lines.mjs";
import { createServer } from "node:net";
import { parseArgs } from "node:util";

const { OPCUAServer } = await import("node-opcua-server");
const { OPCUACertificateManager } = await import("node-opcua-certificate-manager");
const { DataType, MessageSecurityMode, SecurityPolicy, StatusCodes, VariantArrayType } = await import("node-opcua-client");

const { values: words } = parseArgs({
  options: { port: { type: "string", default: "0" }, variables: { type: "string", default: "100" }, rate: { type: "string", default: "0" }, pki: { type: "string" } },
});

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

const server = new OPCUAServer({
  hostname: "127.0.0.1",
  port: Number(words.port) || (await freePort()),
  serverCertificateManager: new OPCUACertificateManager({ rootFolder: words.pki, automaticallyAcceptUnknownCertificate: true }),
  securityModes: [MessageSecurityMode.None, MessageSecurityMode.Sign, MessageSecurityMode.SignAndEncrypt],
  securityPolicies: [SecurityPolicy.None, SecurityPolicy.Basic256Sha256],
  userManager: { isValidUser: (user, password) => user === "operator" && password === "secret" },
  maxConnectionsPerEndpoint: 100,
  serverCapabilities: { maxSessions: 100, minSupportedSampleRate: 10, operationLimits: { maxNodesPerRead: 10_000, maxNodesPerBrowse: 10_000, maxMonitoredItemsPerCall: 10_000 }, maxMonitoredItemsPerSubscription: 100_000, maxMonitoredItems: 100_000 },
});
await server.initialize();

const space = server.engine.addressSpace;
const own = space.getOwnNamespace();
const { objects } = space.rootFolder;
const changing = [];
for (let i = 0; i < Number(words.variables); i++) {
  changing.push(own.addVariable({
    organizedBy: objects, browseName: `variable${i}`, nodeId: `i=${1000 + i}`, dataType: "Double", minimumSamplingInterval: 10, value: { dataType: DataType.Double, value: i },
  }));
}
const writable = (name, dataType, value, more = {}) =>
  own.addVariable({ organizedBy: objects, browseName: name, nodeId: `s=${name}`, dataType, minimumSamplingInterval: 10, accessLevel: "CurrentRead | CurrentWrite", userAccessLevel: "CurrentRead | CurrentWrite", value: { dataType: DataType[dataType], arrayType: VariantArrayType.Scalar, value, ...more }, ...(more.arrayType ? { valueRank: 1 } : {}) });
writable("double", "Double", 1.5);
writable("text", "String", "Hello, world");
writable("whole", "Int64", [0, 7]);
writable("array", "Int32", new Int32Array([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), { arrayType: VariantArrayType.Array });

if (Number(words.rate) > 0) {
  let turn = 0;
  setInterval(() => {
    turn++;
    changing.forEach((variable, i) => variable.setValueFromSource({ dataType: DataType.Double, value: i + turn }, StatusCodes.Good, new Date()));
  }, 1000 / Number(words.rate));
}

await server.start();
serve({});
say({ event: "listening", url: server.getEndpointUrl(), port: Number(new URL(server.getEndpointUrl()).port) });
