using System.CommandLine;
using Catchment.Core.Databases;
using Catchment.Telemetry.Schema;

namespace Catchment.Commands.Telemetry;

/// <summary><c>xtelemdb reinit --level N --yes</c>: takes away what can be made again from the files.</summary>
/// <remarks>Source: <c>telemetry</c> 14.</remarks>
internal static partial class ReinitCommand
{
    private const string Name = "reinit";

    internal static Command Create()
    {
        var level = new Option<int>("--level") { HelpName = "N", Required = true, Description = "1: the rows; 2: tables and view, which are made anew, empty; 3: the database and its roles." };
        level.AcceptOnlyFromAmong("1", "2", "3");
        var yes = new Option<bool>("--yes") { Description = "Do it. Without this nothing is done." };
        var superuser = new Option<string>("--superuser")
        {
            HelpName = "ROLE",
            Description = "Level 3: the role that drops, connected to the database postgres; its password is that of PGPASSWORD or ~/.pgpass.",
            DefaultValueFactory = _ => "postgres",
        };
        var command = new Command(Name, "Take away what inventory and backfill make again.") { level, yes, superuser };
        var arguments = new TelemetryArguments(command);
        command.SetAction((parsed, _) => arguments.RunAsync(parsed, configuration => Task.FromResult(TelemetryWork.Run(Name, configuration, room =>
        {
            if (!parsed.GetValue(yes))
                throw new TelemetryDatabaseException($"This takes away {What(parsed.GetValue(level))} of {room.Settings.Database}. Say so with --yes.");
            Tell(room, Run(parsed.GetValue(level), room.Settings.Database, parsed.GetValue(superuser)!));
        }))));
        return command;
    }

    private static ReinitialisationReport Run(int level, DatabaseUrl url, string superuser) => level switch
    {
        1 => Reinitialisation.Data(url),
        2 => Reinitialisation.Tables(url),
        _ when url.Kind == DatabaseKind.Sqlite => Reinitialisation.PersonalCopy(url),
        _ => Drop(url.OnSameServer(superuser, "postgres"), url.DatabaseName!),
    };

    private static ReinitialisationReport Drop(DatabaseUrl administrator, string database)
    {
        try
        {
            return Reinitialisation.Database(administrator, database, Reinitialisation.UsualRoles);
        }
        catch (Exception e) when (e is TimeoutException || Database.IsAway(e) || e is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.InvalidPassword or Npgsql.PostgresErrorCodes.InvalidAuthorizationSpecification })
        {
            throw new TelemetryDatabaseException(
                $"{e.Message}. Tried {administrator}, with the password of PGPASSWORD or ~/.pgpass. Check that this role may log in there (pg_hba.conf), or name another superuser with --superuser", e);
        }
    }

    private static string What(int level) => level switch
    {
        1 => "all rows of telemetry, files and ingest records",
        2 => "all tables with their rows, those of replicas too,",
        _ => "everything: the database itself and its roles,",
    };

    private static void Tell(TelemetryRoom room, ReinitialisationReport report)
    {
        if (report.ReplicasKept > 0)
            LogKept(room.Logger, report.ReplicasKept);
        if (report.ReplicasLost > 0)
            LogLost(room.Logger, report.ReplicasLost);
        foreach (var role in report.RolesKept)
            LogRole(room.Logger, role);
        LogDone(room.Logger, report.Level == 3 ? "provision the database, then setup, inventory and backfill" : "inventory and backfill, on every computer");
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} rows of file_replicas are kept, as no file tells them")]
    private static partial void LogKept(ILogger logger, long count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} rows of file_replicas are gone, and no file tells them again: scan the volumes anew")]
    private static partial void LogLost(ILogger logger, long count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A role stays: {Role}")]
    private static partial void LogRole(ILogger logger, string role);

    [LoggerMessage(Level = LogLevel.Information, Message = "Success! Go on with: {Next}")]
    private static partial void LogDone(ILogger logger, string next);
}
