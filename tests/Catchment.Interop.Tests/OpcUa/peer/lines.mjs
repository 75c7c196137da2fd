// Lines of JSON on the standard streams: {"id", "command", …} in; {"id", "result"}, {"id", "error", "text"} or {"event", …} out.
// Import it first: what the packages tell people goes to standard error, so that standard output has nothing but answers.
import { Console } from "node:console";
import { createInterface } from "node:readline";
import { writeSync } from "node:fs";

globalThis.console = new Console(process.stderr);

// Written at once and whole: a pipe of the process's own stream would be cut off at its end.
export function say(message) {
  const line = Buffer.from(JSON.stringify(message) + "\n");
  for (let sent = 0; sent < line.length; ) {
    try {
      sent += writeSync(1, line, sent);
    } catch (e) {
      if (e.code !== "EAGAIN") throw e;
    }
  }
}

// Answers each command as it is done, not in turn; the end of the input is the end of the process, whoever brings it about.
export function serve(commands) {
  createInterface({ input: process.stdin })
    .on("line", async (line) => {
      const { id, command, ...words } = JSON.parse(line);
      try {
        if (!commands[command]) throw new Error(`there is no command ${command}`);
        say({ id, result: (await commands[command](words)) ?? null });
      } catch (e) {
        say({ id, error: statusOf(e), text: String(e?.stack ?? e) });
      }
    })
    .on("close", () => process.exit(0));
}

// The name of the status code that an error stands for; "Error" when it has none.
export function statusOf(e) {
  const told = e?.response?.responseHeader?.serviceResult?.name ?? e?.statusCode?.name;
  return told ?? /\b(Bad[A-Z]\w+)/.exec(String(e?.message ?? e))?.[1] ?? "Error";
}
