using Catchment.Core.Storage;
using Microsoft.Extensions.Logging;

namespace Catchment.Core.Databases;

/// <summary>How a <see cref="Database"/> is used. What its URL says (<c>connect_timeout</c>, <c>application_name</c>, <c>timeout</c>) goes first.</summary>
public sealed record DatabaseOptions
{
    /// <summary>Connections at once, 1 or more. Who wants one more waits for up to <see cref="ConnectTimeout"/>.</summary>
    public int PoolSize { get; init; } = 8;

    /// <summary>The longest wait for a connection, whole seconds upward: for the server, and for a free place in the pool.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// The longest wait for the server's answer to a command, whole seconds upward. A server that stands still fails a command after
    /// at most this time, <see cref="ConnectTimeout"/> (it is asked to give up over a connection of its own) and <see cref="CancelTimeout"/>.
    /// </summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest wait for a PostgreSQL server to give up a command that took too long, before the connection is broken off.</summary>
    public TimeSpan CancelTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest time that one migration may take, with its wait for another process's, whole seconds upward.</summary>
    public TimeSpan MigrationTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The longest wait for another process's lock on an SQLite file, whole seconds upward.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether an SQLite file is Catchment's own: made when missing, with its folder, and put into WAL mode. A foreign one has to
    /// be there, keeps its journal mode and SQLite's own <c>synchronous</c>, and its foreign keys are not enforced, as SQLite does.
    /// </summary>
    public bool OwnsFile { get; init; } = true;

    /// <summary>
    /// What a commit to an own SQLite file survives: <see cref="Durability.Synced"/> a power cut (<c>synchronous=FULL</c>), the
    /// others a crash of the process (<c>NORMAL</c>). In PostgreSQL the server's <c>synchronous_commit</c> decides.
    /// </summary>
    public Durability Durability { get; init; } = Durability.Written;

    /// <summary>Whether a connection that came back is used again; false: it is closed, and the next one is new.</summary>
    public bool IsPooled { get; init; } = true;

    /// <summary>Is told every statement and its values before it is carried out, at level Information; null: nobody is.</summary>
    public ILogger? StatementLog { get; init; }

    /// <summary>The name that the server's <c>pg_stat_activity</c> shows.</summary>
    public string ApplicationName { get; init; } = "catchment";
}
