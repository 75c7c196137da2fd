using System.Data.Common;
using System.Runtime.InteropServices;
using Catchment.Composition;
using Catchment.Core.Databases;
using Catchment.Core.Diagnostics;
using Catchment.Core.Hosting;
using Catchment.Telemetry.Settings;

namespace Catchment.Commands.Telemetry;

/// <summary>Runs a subcommand of <c>xtelemdb</c> once: its log in the original's form, an end by signal, and a line of advice where the database cannot be had.</summary>
/// <remarks>Source: <c>telemetry</c> 2.</remarks>
internal static partial class TelemetryWork
{
    /// <summary>Runs it.</summary>
    /// <param name="name">The subcommand, as the log names it.</param>
    /// <param name="configuration">Its configuration.</param>
    /// <param name="work">What it does.</param>
    /// <returns>The exit code.</returns>
    internal static int Run(string name, TelemetryConfiguration configuration, Action<TelemetryRoom> work) => Run(name, configuration, room =>
    {
        work(room);
        return ExitCode.Done;
    });

    /// <inheritdoc cref="Run(string, TelemetryConfiguration, Action{TelemetryRoom})"/>
    internal static int Run(string name, TelemetryConfiguration configuration, Func<TelemetryRoom, int> work)
    {
        using var loggers = LogSetup.Create(new LogSettings { ConsoleForm = configuration.Log, Level = configuration.Log.Level });
        var logger = loggers.CreateLogger(name);
        using var stop = new CancellationTokenSource();
        var status = ExitCode.Failed;
        using var signals = new TerminationSignals(TimeProvider.System, End, Environment.Exit);
        var progress = new CountProgress();
        try
        {
            var done = work(new TelemetryRoom(configuration.Resolve(logger), logger, progress, stop.Token));
            progress.End();
            return done;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            progress.End();
            LogStopped(logger);
            return status;
        }
        catch (Exception e) when (e is DbException or TimeoutException or FormatException or OperatorException or IOException or UnauthorizedAccessException)
        {
            progress.End();
            if (e is DbException or TimeoutException && configuration.Options.Database is { Url: null } or { Url.Kind: DatabaseKind.PostgreSql })
                LogAdvice(logger, LogText.OneLine(e.Message), Advice(configuration.Options.Database));
            else
                LogFailed(logger, LogText.OneLine(e.Message));
            return ExitCode.Failed;
        }

        void End(PosixSignal signal)
        {
            status = TerminationSignals.ExitCode(signal);
            stop.Cancel();
        }
    }

    private static string Advice(TelemetryDatabaseOptions database) =>
        $"Tried {(database.Url is { } url ? $"{url}" : $"host {database.Host}, database {database.Database}, user {database.User}")}, password file {database.PasswordFile}. "
        + "Check that the PostgreSQL server runs there, that the database and the role exist, that the password is right and that login over TCP is open (pg_hba.conf)";

    [LoggerMessage(Level = LogLevel.Error, Message = "{Why}. {Advice}")]
    private static partial void LogAdvice(ILogger logger, string why, string advice);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Why}")]
    private static partial void LogFailed(ILogger logger, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Stopped by a signal; the next run goes on where this one ended")]
    private static partial void LogStopped(ILogger logger);
}
