using System.Data.Common;
using System.Net.Sockets;
using Npgsql;

namespace Catchment.Core.Databases;

/// <summary>Connections to a PostgreSQL server, from Npgsql's pool.</summary>
internal sealed class PostgreSqlConnections : ConnectionSource
{
    private const int KeepaliveSeconds = 10;
    private const int HostRecheckSeconds = 1; // of several hosts, one that was away is tried again after this
    private const int MaxTimeout = 1024; // of Npgsql, in seconds

    private readonly NpgsqlDataSource _source;

    /// <summary>Prepares the pool; connects nothing.</summary>
    public PostgreSqlConnections(DatabaseUrl url, DatabaseOptions options)
        : base(options)
    {
        var connection = new NpgsqlConnectionStringBuilder(url.ConnectionString)
        {
            Pooling = options.IsPooled,
            MaxPoolSize = options.PoolSize,
            Timeout = Math.Min(Seconds(url.ConnectTimeout ?? options.ConnectTimeout), MaxTimeout),
            CommandTimeout = Seconds(options.CommandTimeout),
            CancellationTimeout = (int)options.CancelTimeout.TotalMilliseconds,
            HostRecheckSeconds = HostRecheckSeconds,
            ApplicationName = url.ApplicationName ?? options.ApplicationName,
        };
        if (!url.Host!.StartsWith('/'))
        {
            // The system tells when the other machine vanished without a word while a connection lay in the pool.
            connection.TcpKeepAlive = true;
            connection.TcpKeepAliveTime = KeepaliveSeconds;
            connection.TcpKeepAliveInterval = KeepaliveSeconds;
        }

        if (connection.TargetSessionAttributes is not null && !url.Host.Contains(',', StringComparison.Ordinal))
        {
            // The driver looks at target_session_attrs only when there are several hosts. Each has a pool of its own.
            connection.Host = $"{url.Host},{url.Host}";
            connection.MaxPoolSize = (options.PoolSize + 1) / 2;
        }

        var builder = new NpgsqlDataSourceBuilder(connection.ConnectionString);
        if (options.StatementLog is { } log)
            builder.UseLoggerFactory(new StatementLog(log)).EnableParameterLogging();
        _source = builder.Build();
    }

    /// <inheritdoc/>
    public override DbConnection Connect()
    {
        try
        {
            return _source.OpenConnection();
        }
        catch (NpgsqlException e) when (IsNoneSuitable(e))
        {
            throw NoneSuitable(e);
        }
    }

    /// <inheritdoc/>
    public override async Task<DbConnection> ConnectAsync(CancellationToken cancellation)
    {
        try
        {
            return await _source.OpenConnectionAsync(cancellation);
        }
        catch (NpgsqlException e) when (IsNoneSuitable(e))
        {
            throw NoneSuitable(e);
        }
    }

    /// <inheritdoc/>
    public override void Dispose() => _source.Dispose();

    // Every host was reached and none is what target_session_attrs wants: the driver's error says so in its text only.
    private bool IsNoneSuitable(NpgsqlException error) =>
        _source is NpgsqlMultiHostDataSource && error is not PostgresException && error.InnerException is null;

    /// <summary>The same as an error of the network, which it is: after a failover another host suits.</summary>
    private static NpgsqlException NoneSuitable(NpgsqlException error) => new(error.Message, new SocketException((int)SocketError.HostUnreachable));
}
