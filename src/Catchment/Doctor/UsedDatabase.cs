using Catchment.Core.Databases;

namespace Catchment.Doctor;

/// <summary>A database of the configuration.</summary>
/// <param name="Service">Who uses it.</param>
/// <param name="Url">Where it is.</param>
/// <param name="Tables">Tables that have to be there.</param>
/// <param name="Setup">The command that makes them; null: the service makes what it needs.</param>
internal sealed record UsedDatabase(string Service, DatabaseUrl Url, IReadOnlyList<string> Tables, string? Setup);
