using System.Data.Common;

namespace Catchment.Core.Databases;

/// <summary>Where a <see cref="Database"/> has its connections from.</summary>
internal abstract class ConnectionSource(DatabaseOptions options) : IDisposable
{
    /// <summary>How the database is used.</summary>
    public DatabaseOptions Options { get; } = options;

    /// <summary>An open connection.</summary>
    public abstract DbConnection Connect();

    /// <summary>An open connection; the wait blocks no thread.</summary>
    public abstract Task<DbConnection> ConnectAsync(CancellationToken cancellation);

    /// <summary>Closes what is not in use, and the rest when it comes back.</summary>
    public abstract void Dispose();

    /// <summary>A time in whole seconds, upward, at least one: to both drivers zero means for ever.</summary>
    protected internal static int Seconds(TimeSpan time) => (int)Math.Clamp(Math.Ceiling(time.TotalSeconds), 1, int.MaxValue / 1000);
}
