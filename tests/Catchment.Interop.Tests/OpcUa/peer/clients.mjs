// Clients by the names that the test gives them: discovery, connections, sessions, and what happens to them.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { AttributeIds, MessageSecurityMode, OPCUAClient, SecurityPolicy, UserTokenType } from "node-opcua-client";
import { OPCUACertificateManager } from "node-opcua-certificate-manager";
import { plain } from "./values.mjs";
import { say } from "./lines.mjs";

const clients = new Map();
const managers = new Map();

// The client of that name, with its session and its subscriptions.
export function client(name = "client") {
  const found = clients.get(name);
  if (!found) throw new Error(`there is no client ${name}`);
  return found;
}

function manager(folder) {
  if (!managers.has(folder)) managers.set(folder, new OPCUACertificateManager({ rootFolder: folder, automaticallyAcceptUnknownCertificate: true }));
  return managers.get(folder);
}

// What all clients of a folder have in common: a certificate is for one application.
function application(pki) {
  return { applicationName: "catchment-test", clientCertificateManager: manager(pki), endpointMustExist: false };
}

async function discover(url, pki, ask) {
  const asking = OPCUAClient.create({ ...application(pki), connectionStrategy: { maxRetry: 0 } });
  try {
    await asking.connect(url);
    return await ask(asking);
  } finally {
    await asking.disconnect();
  }
}

// Nobody, a user with a password, or one with the files of a certificate and its key.
async function identityOf({ user, password, userCertificate, userKey }) {
  if (userCertificate) return { type: UserTokenType.Certificate, certificateData: await readFile(userCertificate), privateKey: await readFile(userKey, "utf8") };
  return user === undefined ? { type: UserTokenType.Anonymous } : { type: UserTokenType.UserName, userName: user, password };
}

const watched = ["connection_lost", "connection_reestablished", "security_token_renewed", "abort"];

export const clientCommands = {
  endpoints: ({ url, pki, asked }) =>
    discover(url, pki, async (asking) =>
      (await asking.getEndpoints(asked ? { endpointUrl: asked } : {})).map((e) => ({
        url: e.endpointUrl,
        mode: MessageSecurityMode[e.securityMode],
        policy: e.securityPolicyUri.split("#")[1],
        level: e.securityLevel,
        transport: e.transportProfileUri,
        certificate: plain(e.serverCertificate),
        application: plain(e.server),
        tokens: e.userIdentityTokens.map((t) => ({ id: t.policyId, type: UserTokenType[t.tokenType], policy: t.securityPolicyUri?.split("#")[1] ?? null })),
      }))),

  findServers: ({ url, pki }) => discover(url, pki, async (asking) => plain(await asking.findServers())),

  // Connects, and makes a session unless "session" is false. "pki" is the folder of its certificates: own, trusted, rejected.
  async connect({ name = "client", url, pki, mode = "None", policy = "None", session = true, tokenRenewal, timeout, transport, retries = 0, keepAlive = false, ...user }) {
    const connecting = OPCUAClient.create({
      ...application(pki),
      clientName: name,
      connectionStrategy: { maxRetry: retries, initialDelay: 50, maxDelay: 200 },
      tokenRenewalInterval: tokenRenewal,
      keepSessionAlive: keepAlive,
      requestedSessionTimeout: timeout,
      securityMode: MessageSecurityMode[mode],
      securityPolicy: SecurityPolicy[policy],
      transportSettings: transport,
    });
    for (const event of watched) connecting.on(event, () => say({ event, client: name }));
    try {
      await connecting.connect(url);
      const opened = session ? await connecting.createSession(await identityOf(user)) : null;
      opened?.on("session_closed", (status) => say({ event: "session_closed", client: name, status: status?.name ?? null }));
      opened?.on("session_restored", () => say({ event: "session_restored", client: name }));
      clients.set(name, { connection: connecting, session: opened, subscriptions: new Map(), name });
      return { id: opened?.sessionId.toString() ?? null, timeout: opened?.timeout ?? null, endpoint: opened?.endpoint.endpointUrl ?? null };
    } catch (e) {
      await connecting.disconnect();
      throw e;
    }
  },

  // Makes a client's own certificate, so that a test can have it trusted before the client comes.
  async certificate({ pki }) {
    await OPCUAClient.create(application(pki)).createDefaultCertificate();
    return join(pki, "own/certs/client_certificate.pem");
  },

  async close({ name, deleteSubscriptions = true }) {
    const closing = client(name);
    clients.delete(closing.name);
    await closing.session?.close(deleteSubscriptions);
    await closing.connection.disconnect();
  },

  // Another session on the same connection takes the place of the client's session, which stays as it is at the server.
  async renewSession({ name, ...user }) {
    const changing = client(name);
    changing.session = await changing.connection.createSession(await identityOf(user));
    return changing.session.sessionId.toString();
  },

  changeUser: async ({ name, ...user }) => (await client(name).session.changeUser(await identityOf(user))).name,

  // Takes the connection away as a pulled cable would.
  drop({ name }) {
    const channel = client(name).connection._secureChannel;
    channel.getTransport().forceConnectionBreak();
  },

  state: ({ name }) => {
    const { connection, session } = client(name);
    return { reconnecting: connection.isReconnecting, transactions: connection.transactionsPerformed, bytesRead: connection.bytesRead, bytesWritten: connection.bytesWritten, session: session?.sessionId.toString() ?? null };
  },

  attributes: () => Object.fromEntries(Object.entries(AttributeIds).filter(([key]) => Number.isNaN(Number(key)))),
};
