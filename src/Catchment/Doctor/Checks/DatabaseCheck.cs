using System.Data.Common;
using System.Runtime.CompilerServices;
using Catchment.Core.Databases;

namespace Catchment.Doctor.Checks;

/// <summary>Whether the databases can be reached and have their tables.</summary>
internal sealed class DatabaseCheck : ICheck
{
    private const int LeastPostgreSql = 14;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MostApart = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public string Area => "databases";

    /// <inheritdoc/>
    public async IAsyncEnumerable<Finding> LookAsync(ExaminedNode node, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var one in Inventory.Databases(node).DistinctBy(static one => (one.Service, one.Url)))
        {
            if (one.Url.FilePath is { } file && !File.Exists(file))
            {
                yield return one.Setup is { } setup
                    ? new Finding(FindingLevel.Problem, Area, $"{one.Service}: there is no file {file}.", $"Make it: {setup}")
                    : new Finding(FindingLevel.Good, Area, $"{one.Service}: {file} is made at the first start");
                continue;
            }

            foreach (var finding in await AskAsync(one, cancellation))
                yield return finding;
        }
    }

    private async Task<IReadOnlyList<Finding>> AskAsync(UsedDatabase one, CancellationToken cancellation)
    {
        var findings = new List<Finding>();
        try
        {
            using var database = Database.Open(one.Url, new DatabaseOptions { OwnsFile = false, IsPooled = false, ConnectTimeout = Patience, CommandTimeout = Patience });
            await using var connection = await database.ConnectAsync(cancellation);
            findings.Add(new Finding(FindingLevel.Good, Area, $"{one.Service}: {one.Url} answers, version {connection.ServerVersion}"));
            var isServer = database.Kind == DatabaseKind.PostgreSql;
            if (isServer)
                findings.AddRange(await AboutServerAsync(one, connection, cancellation));
            string[] missing = [.. one.Tables.Where(table => !IsThere(connection, table, isServer))];
            if (missing.Length > 0)
                findings.Add(new Finding(FindingLevel.Problem, Area, $"{one.Service}: {one.Url} has no table {string.Join(", ", missing)}.", $"Make them: {one.Setup}"));
        }
        catch (Exception e) when (e is DbException or TimeoutException or IOException or UnauthorizedAccessException)
        {
            findings.Add(new Finding(FindingLevel.Problem, Area, $"{one.Service}: {one.Url} cannot be used: {e.Message}", AdviceFor(one, e)));
        }

        return findings;
    }

    private async Task<IEnumerable<Finding>> AboutServerAsync(UsedDatabase one, DbConnection connection, CancellationToken cancellation)
    {
        var findings = new List<Finding>();
        if (int.TryParse(connection.ServerVersion.Split('.')[0], out var version) && version < LeastPostgreSql)
            findings.Add(new Finding(FindingLevel.Warning, Area, $"{one.Service}: PostgreSQL {connection.ServerVersion} is older than {LeastPostgreSql}, the oldest that Catchment is tested with.", "Upgrade the server."));
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT extract(epoch FROM clock_timestamp())::double precision";
        var theirs = (double)(await command.ExecuteScalarAsync(cancellation))!;
        var apart = TimeSpan.FromSeconds(Math.Abs(theirs - (TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0)));
        if (apart > MostApart)
            findings.Add(new Finding(FindingLevel.Warning, Area, $"{one.Service}: the clock of the database's machine differs from this one by {apart.TotalSeconds:0} s.", "Let both machines keep their clocks by the same servers (chrony, systemd-timesyncd)."));
        return findings;
    }

    private static bool IsThere(DbConnection connection, string table, bool isServer)
    {
        using var command = connection.CreateCommand();
        command.CommandText = isServer ? "SELECT to_regclass(@name) IS NOT NULL" : "SELECT count(*) > 0 FROM sqlite_master WHERE name = @name";
        var name = command.CreateParameter();
        (name.ParameterName, name.Value) = ("@name", table);
        command.Parameters.Add(name);
        return Convert.ToBoolean(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static string AdviceFor(UsedDatabase one, Exception e)
    {
        if (one.Url.Kind == DatabaseKind.Sqlite)
            return "Look whether this user may write the file and its folder.";
        return Database.IsAway(e)
            ? $"Is it running? `systemctl status postgresql` on {one.Url.Host}; is login over TCP allowed (pg_hba.conf, firewall)?"
            : "Look at role, password (a password file that this user may not read counts as none) and database: docs/databases.md.";
    }
}
