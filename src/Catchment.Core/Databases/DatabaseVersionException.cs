using Catchment.Core.Hosting;

namespace Catchment.Core.Databases;

/// <summary>The database was made by a newer program. Nothing was changed; the way out is the newer program.</summary>
public sealed class DatabaseVersionException : OperatorException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="component">Whose tables.</param>
    /// <param name="found">The version in the database.</param>
    /// <param name="known">The newest version that this program knows.</param>
    public DatabaseVersionException(string component, int found, int known)
        : base($"The database has version {found} of {component}, this program knows versions up to {known}. Run the program that made it, or a newer one.")
    {
        Component = component;
        Found = found;
        Known = known;
    }

    /// <summary>Whose tables.</summary>
    public string Component { get; }

    /// <summary>The version in the database.</summary>
    public int Found { get; }

    /// <summary>The newest version that this program knows.</summary>
    public int Known { get; }
}
