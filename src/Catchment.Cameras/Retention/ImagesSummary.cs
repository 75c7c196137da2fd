namespace Catchment.Cameras.Retention;

/// <summary>What lies in <c>images</c>.</summary>
/// <param name="Days">The day folders that could be read, oldest first.</param>
/// <param name="Newest">The newest day that has a folder; null: there is none.</param>
/// <param name="Troubles">Folders that could not be read, and why.</param>
internal sealed record ImagesSummary(IReadOnlyList<DaySummary> Days, DateOnly? Newest, IReadOnlyList<string> Troubles)
{
    internal static ImagesSummary Nothing { get; } = new([], null, []);
}
