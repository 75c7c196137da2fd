// One client of node-opcua that loads a server: reads as fast as it is answered, or notifications as fast as they come. A process for each
// client, so that none waits for another; it tells its processor time, for a client that has none left measures itself.
import { serve, say, statusOf } from "./lines.mjs";

const { AttributeIds, ClientSubscription, MonitoringMode, OPCUAClient, TimestampsToReturn } = await import("node-opcua-client");
const { OPCUACertificateManager } = await import("node-opcua-certificate-manager");

let connection;
let session;

async function measured(seconds, warmUp, count) {
  await new Promise((resolve) => setTimeout(resolve, warmUp * 1000));
  const [began, from, cpu] = [process.hrtime.bigint(), count(), process.cpuUsage()];
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const [took, used] = [Number(process.hrtime.bigint() - began) / 1e9, process.cpuUsage(cpu)];
  return { count: count() - from, seconds: took, cpu: (used.user + used.system) / 1e6 };
}

serve({
  async connect({ url, pki }) {
    connection = OPCUAClient.create({
      applicationName: "catchment-load", clientCertificateManager: new OPCUACertificateManager({ rootFolder: pki }), endpointMustExist: false, connectionStrategy: { maxRetry: 0 },
    });
    await connection.connect(url);
    session = await connection.createSession();
  },

  // "flight" requests under way at once, each for all the nodes.
  async reads({ nodes, flight, seconds, warmUp }) {
    const wanted = nodes.map((nodeId) => ({ nodeId, attributeId: AttributeIds.Value }));
    let [done, going, failure] = [0, true, null];
    const loops = Array.from({ length: flight }, async () => {
      while (going) {
        const values = await session.read(wanted);
        const bad = values.find((v) => !v.statusCode.isGood());
        if (bad) throw bad;
        done++;
      }
    });
    for (const loop of loops) loop.catch((e) => (failure ??= e));
    const result = await measured(seconds, warmUp, () => done);
    going = false;
    await Promise.allSettled(loops);
    if (failure) throw new Error(`reading failed: ${statusOf(failure)}`);
    return result;
  },

  // One subscription with an item for each node.
  async notifications({ nodes, sampling, publishing, queue, seconds, warmUp }) {
    let received = 0;
    const subscription = ClientSubscription.create(session, {
      requestedPublishingInterval: publishing, requestedLifetimeCount: 1000, requestedMaxKeepAliveCount: 20, maxNotificationsPerPublish: 0, publishingEnabled: true, priority: 0,
    });
    await new Promise((resolve, reject) => subscription.once("started", resolve).once("internal_error", reject));
    // Counted as they come, without an object for each item in the client: that is what it costs least.
    subscription.__on_publish_response_DataChangeNotification = (notification) => (received += notification.monitoredItems.length);
    for (let i = 0; i < nodes.length; i += 1000) {
      const { results } = await session.createMonitoredItems({
        subscriptionId: subscription.subscriptionId,
        timestampsToReturn: TimestampsToReturn.Both,
        itemsToCreate: nodes.slice(i, i + 1000).map((nodeId, at) => ({
          itemToMonitor: { nodeId, attributeId: AttributeIds.Value },
          monitoringMode: MonitoringMode.Reporting,
          requestedParameters: { clientHandle: i + at + 1, samplingInterval: sampling, queueSize: queue, discardOldest: true },
        })),
      });
      const bad = results.find((r) => !r.statusCode.isGood());
      if (bad) throw new Error(`an item is refused: ${bad.statusCode.name}`);
    }
    const result = await measured(seconds, warmUp, () => received);
    await subscription.terminate();
    return result;
  },

  async close() {
    await session.close();
    await connection.disconnect();
  },
});
say({ event: "ready" });
