using System.Data.Common;
using Npgsql;

namespace Catchment.Core.Databases;

/// <summary>Connections to a PostgreSQL server, from Npgsql's pool.</summary>
internal sealed class PostgreSqlConnections : ConnectionSource
{
    private const int KeepaliveSeconds = 10;
    private const int MaxTimeout = 1024; // of Npgsql, in seconds

    private readonly NpgsqlDataSource _source;

    /// <summary>Prepares the pool; connects nothing.</summary>
    public PostgreSqlConnections(DatabaseUrl url, DatabaseOptions options)
        : base(options)
    {
        var connection = new NpgsqlConnectionStringBuilder(url.ConnectionString)
        {
            MaxPoolSize = options.PoolSize,
            Timeout = Math.Min(Seconds(url.ConnectTimeout ?? options.ConnectTimeout), MaxTimeout),
            CommandTimeout = Seconds(options.CommandTimeout),
            CancellationTimeout = (int)options.CancelTimeout.TotalMilliseconds,
            ApplicationName = url.ApplicationName ?? options.ApplicationName,
        };
        if (!url.Host!.StartsWith('/'))
        {
            // The system tells when the other machine vanished without a word while a connection lay in the pool.
            connection.TcpKeepAlive = true;
            connection.TcpKeepAliveTime = KeepaliveSeconds;
            connection.TcpKeepAliveInterval = KeepaliveSeconds;
        }

        // Only the kind for several hosts looks at target_session_attrs, and one host is enough for it.
        var builder = new NpgsqlDataSourceBuilder(connection.ConnectionString);
        _source = connection.TargetSessionAttributes is null ? builder.Build() : builder.BuildMultiHost();
    }

    /// <inheritdoc/>
    public override DbConnection Connect() => _source.OpenConnection();

    /// <inheritdoc/>
    public override async Task<DbConnection> ConnectAsync(CancellationToken cancellation) => await _source.OpenConnectionAsync(cancellation);

    /// <inheritdoc/>
    public override void Dispose() => _source.Dispose();
}
