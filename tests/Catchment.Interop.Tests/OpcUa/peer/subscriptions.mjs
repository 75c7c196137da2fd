// Subscriptions by the names that the test gives them, and all that came of their items.
import {
  ClientMonitoredItemGroup, ClientSubscription, DataChangeFilter, DataChangeTrigger, DeadbandType, MonitoringMode, TimestampsToReturn,
} from "node-opcua-client";
import { client } from "./clients.mjs";
import { toRead } from "./nodes.mjs";
import { plain } from "./values.mjs";
import { say } from "./lines.mjs";

function subscription(name, which = "subscription") {
  const found = client(name).subscriptions.get(which);
  if (!found) throw new Error(`there is no subscription ${which}`);
  return found;
}

function filterOf({ trigger, deadbandType, deadband }) {
  return trigger || deadbandType
    ? new DataChangeFilter({ trigger: DataChangeTrigger[trigger ?? "StatusValue"], deadbandType: DeadbandType[deadbandType ?? "None"], deadbandValue: deadband ?? 0 })
    : null;
}

function parameters(words) {
  return { samplingInterval: words.sampling ?? 50, queueSize: words.queue ?? 1, discardOldest: words.discardOldest ?? true, filter: filterOf(words) };
}

function missing(sequence) {
  const none = [];
  const [first, last] = [[...sequence].reduce((a, b) => Math.min(a, b), Infinity), [...sequence].reduce((a, b) => Math.max(a, b), 0)];
  for (let number = first; number < last; number++) if (!sequence.has(number)) none.push(number);
  return none;
}

const itemResult = (item) => ({
  status: item.statusCode.name,
  id: item.monitoredItemId ?? null,
  sampling: item.result?.revisedSamplingInterval ?? null,
  queue: item.result?.revisedQueueSize ?? null,
  filterResult: plain(item.result?.filterResult),
});

export const subscriptionCommands = {
  async subscribe({ name, subscription: which = "subscription", publishing = 100, lifetime = 1000, keepAlive = 10, maxNotifications = 0, enabled = true, priority = 0 }) {
    const at = client(name);
    const made = ClientSubscription.create(at.session, {
      requestedPublishingInterval: publishing, requestedLifetimeCount: lifetime, requestedMaxKeepAliveCount: keepAlive, maxNotificationsPerPublish: maxNotifications, publishingEnabled: enabled, priority,
    });
    const kept = { made, items: [], keepAlives: 0, messages: 0, sequence: new Set(), twice: 0, statuses: [] };
    made.on("keepalive", () => kept.keepAlives++);
    made.on("raw_notification", ({ sequenceNumber, notificationData }) => {
      if (!notificationData?.length) return; // a keep-alive tells the number that comes next
      kept.messages++;
      if (kept.sequence.has(sequenceNumber)) kept.twice++;
      kept.sequence.add(sequenceNumber);
    });
    made.on("status_changed", (status) => kept.statuses.push(status.name));
    made.on("subscriptionId_changed", (id, previous) => {
      kept.sequence.clear();
      say({ event: "subscription_changed", client: at.name, id, previous });
    });
    await new Promise((resolve, reject) => made.once("started", resolve).once("internal_error", reject).once("error", reject));
    made.on("internal_error", (e) => kept.statuses.push(String(e.message)));
    at.subscriptions.set(which, kept);
    return { id: made.subscriptionId, publishing: made.publishingInterval, lifetime: made.lifetimeCount, keepAlive: made.maxKeepAliveCount };
  },

  // Adds items that share their parameters; the last "keep" values of each are kept.
  async monitor({ name, subscription: which, items, timestamps = "Both", keep = 100, ...words }) {
    const at = subscription(name, which);
    const group = ClientMonitoredItemGroup.create(at.made, items.map(toRead), parameters(words), TimestampsToReturn[timestamps]);
    const first = at.items.length;
    at.items.push(...items.map(() => ({ item: null, count: 0, values: [] })));
    group.on("changed", (_, data, i) => {
      const to = at.items[first + i];
      to.count++;
      to.values.push(data);
      if (to.values.length > keep) to.values.shift();
    });
    await new Promise((resolve, reject) => group.once("initialized", resolve).once("terminated", reject).once("err", (e) => reject(new Error(e))));
    group.monitoredItems.forEach((item, i) => (at.items[first + i].item = item));
    return group.monitoredItems.map(itemResult);
  },

  // How much came: in all, and of each item. Messages that are asked for again after a connection was lost may come after newer ones: missing is
  // what never came.
  notifications: ({ name, subscription: which }) => {
    const { items, keepAlives, messages, sequence, twice, statuses, made } = subscription(name, which);
    return { id: made.subscriptionId, total: items.reduce((sum, i) => sum + i.count, 0), least: items.reduce((least, i) => Math.min(least, i.count), Infinity), counts: items.map((i) => i.count), keepAlives, messages, missing: missing(sequence), twice, statuses };
  },

  // What came of one item, oldest first.
  values: ({ name, subscription: which, item = 0 }) => plain(subscription(name, which).items[item].values),

  // The newest value of each item; null where none came.
  latest: ({ name, subscription: which }) => subscription(name, which).items.map(({ values }) => plain(values.at(-1))),

  // The same as plain values, where a test looks often and at many.
  latestNumbers: ({ name, subscription: which }) => subscription(name, which).items.map(({ values }) => plain(values.at(-1)?.value?.value)),

  async modifyItem({ name, subscription: which, item = 0, timestamps, ...words }) {
    const result = await subscription(name, which).items[item].item.modify(parameters(words), TimestampsToReturn[timestamps ?? "Both"]);
    return { status: result.statusCode.name, sampling: result.revisedSamplingInterval, queue: result.revisedQueueSize };
  },

  async setMonitoringMode({ name, subscription: which, item = 0, mode }) {
    return plain(await subscription(name, which).items[item].item.setMonitoringMode(MonitoringMode[mode]));
  },

  async deleteItem({ name, subscription: which, item = 0 }) {
    await subscription(name, which).items[item].item.terminate();
  },

  async modifySubscription({ name, subscription: which, publishing, lifetime, keepAlive, maxNotifications, priority }) {
    return plain(await subscription(name, which).made.modify({
      requestedPublishingInterval: publishing, requestedLifetimeCount: lifetime, requestedMaxKeepAliveCount: keepAlive, maxNotificationsPerPublish: maxNotifications, priority,
    }));
  },

  setPublishingMode: async ({ name, subscription: which, enabled }) => plain(await subscription(name, which).made.setPublishingMode(enabled)),

  async unsubscribe({ name, subscription: which = "subscription" }) {
    const { made } = subscription(name, which);
    client(name).subscriptions.delete(which);
    await made.terminate();
  },

  // The server's own method, by the ids that the standard gives it.
  monitoredItems: async ({ name, subscription: which }) => {
    const { serverHandles } = await subscription(name, which).made.getMonitoredItems();
    return Array.from(serverHandles);
  },
};
