// node-opcua's client at the command of a test.
import { serve, say } from "./lines.mjs";

const [{ clientCommands }, { nodeCommands }, { treeCommands }, { subscriptionCommands }] = await Promise.all([
  import("./clients.mjs"), import("./nodes.mjs"), import("./trees.mjs"), import("./subscriptions.mjs"),
]);
serve({ ...clientCommands, ...nodeCommands, ...treeCommands, ...subscriptionCommands });
say({ event: "ready" });
