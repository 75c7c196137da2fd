using System.CommandLine;
using System.Reflection;

namespace Catchment.Interop.Tests.Documents;

/// <summary>By which words a command is told from other words: the program's own tree of commands, and other programs that pages name.</summary>
internal static class CommandWords
{
    // What a person types; the words of the program are not among them.
    private static readonly HashSet<string> Programs = new(
        [
            "ansible-playbook", "apt", "apt-get", "bash", "cat", "cd", "chmod", "chown", "cp", "createdb", "createuser", "curl", "deploy.sh", "deploy/debian/build.sh", "deploy/deploy.sh", "deploy/postgresql/configure_postgresql.sh",
            "deploy/postgresql/configure_postgresql_pass.sh", "deploy/sync/start_sync.sh", "deploy/sync/stop_sync.sh", "df", "docker", "dotnet", "dpkg", "du", "editor", "export", "find", "git", "grep", "gunzip", "gzip", "initdb", "ip", "journalctl", "killall",
            "ln", "ls", "mbpoll", "mkdir", "mosquitto_pub", "mosquitto_sub", "mount", "mv", "nc", "npm", "pg_ctl", "pg_dump", "pg_dumpall", "pg_restore", "pgrep", "telnet", "pip", "ps", "psql", "python", "python3", "rm", "rsync", "scp", "sed", "setcap", "snmpget",
            "snmpset", "snmptable", "snmptranslate", "snmpwalk", "sqlite3", "ss", "ssh", "start_sync.sh", "stop_sync.sh", "sudo", "systemctl", "systemd-analyze", "tail", "tar", "timedatectl", "touch", "ufw", "umount", "vi", "wget",
            "./start_sync.sh", "./stop_sync.sh", "./test.sh",
        ],
        StringComparer.Ordinal);

    // What stands for something that a person puts in its place.
    private static readonly HashSet<string> Placeholders = new(
        ["CODES", "COMPONENT", "DATABASE", "DATE", "DAY", "DEVICE", "DIR", "EVENT", "FILE", "FOLDER", "HOST", "ID", "ID|PATH|CHECKSUM", "KEY", "[KEY...]", "MS", "N", "NAME", "PATTERN", "PID", "SERVICE", "SIZE", "STATUS", "THUMBPRINT", "TIME", "TOKEN", "UNIT", "VERSION", "[--json]", "…"],
        StringComparer.Ordinal);

    /// <summary>The whole tree of the program's commands.</summary>
    internal static Command Tree { get; } = (Command)Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, "Catchment.dll"))
        .GetType("Catchment.Commands.CatchmentCommand", throwOnError: true)!.GetMethod("Create", BindingFlags.Static | BindingFlags.NonPublic)!.Invoke(null, null)!;

    /// <summary>Every command, as it is typed behind the program's name.</summary>
    internal static IReadOnlyList<(string Words, Command Command)> All { get; } = [.. Below(Tree, "").Where(static c => !c.Command.Hidden)];

    internal static bool IsPlaceholder(string word) => Placeholders.Contains(word);

    /// <summary>Whether a word or several in the text are a command: a program with words behind it, or a command of our own below its group.</summary>
    internal static bool AreCommand(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2)
            return words is ["./start_sync.sh"] or ["./stop_sync.sh"] or ["deploy/sync/start_sync.sh"] or ["deploy/sync/stop_sync.sh"];
        if (words[0] is "catchment" or "./catchment")
            return true;
        if (Programs.Contains(words[0]))
            return true;
        return Tree.Subcommands.FirstOrDefault(c => string.Equals(c.Name, words[0], StringComparison.Ordinal)) is { } command
            && (words[1].StartsWith('-') || words[1] is "&" || IsPlaceholder(words[1]) || command.Subcommands.Count == 0 || Find(command, words[1]) is not null);
    }

    /// <summary>What of a command the program does not know; null: it knows all.</summary>
    internal static string? Unknown(string canonical)
    {
        var command = Tree;
        foreach (var word in canonical.Split(' ').TakeWhile(static w => w is not ("|" or ">" or ">>" or "&&" or "2>&1")))
        {
            if (word.StartsWith('-'))
            {
                var name = word.Split('=')[0];
                if (!command.Options.Concat(Tree.Options.Where(static o => o.Recursive)).Any(o => string.Equals(o.Name, name, StringComparison.Ordinal) || o.Aliases.Contains(name, StringComparer.Ordinal)))
                    return $"the option {name} of {command.Name}";
            }
            else if (Find(command, word) is { } next)
                command = next;
            else if (command.Subcommands.Count > 0 && IsPlaceholder(word))
                command = command.Subcommands[0];
            else if (command.Subcommands.Count > 0)
                return $"the command {word} of {command.Name}";
        }

        return null;
    }

    /// <summary>Whether a command is the program's own, whatever stands in front of it.</summary>
    internal static bool IsOurs(string canonical) => Find(Tree, canonical.Split(' ')[0]) is not null;

    private static Command? Find(Command command, string word) =>
        command.Subcommands.FirstOrDefault(c => string.Equals(c.Name, word, StringComparison.Ordinal) || c.Aliases.Contains(word, StringComparer.Ordinal));

    private static IEnumerable<(string Words, Command Command)> Below(Command command, string words) =>
        command.Subcommands.SelectMany(c => Below(c, $"{words} {c.Name}".Trim()).Prepend(($"{words} {c.Name}".Trim(), c)));
}
