using Catchment.Core.Hosting;

namespace Catchment.Core.Databases;

/// <summary>
/// A migration failed and left nothing of itself behind; those before it stay. The inner exception is the database's:
/// <see cref="Database.IsAway"/> and <see cref="Database.IsForbidden"/> look at it.
/// </summary>
public sealed class MigrationException : OperatorException
{
    /// <summary>Makes the exception of a migration.</summary>
    /// <param name="component">Whose tables.</param>
    /// <param name="migration">The migration.</param>
    /// <param name="inner">The database's error.</param>
    public MigrationException(string component, Migration migration, Exception inner)
        : base($"Migration {migration.Version} ({migration.Name}) of {component} failed and was rolled back: {inner.Message}", inner)
    {
        Component = component;
        Version = migration.Version;
    }

    /// <summary>Whose tables.</summary>
    public string Component { get; }

    /// <summary>The version that was not reached.</summary>
    public int Version { get; }
}
