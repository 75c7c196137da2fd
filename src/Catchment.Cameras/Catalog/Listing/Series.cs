namespace Catchment.Cameras.Catalog.Listing;

/// <summary>A row of the table of series.</summary>
/// <param name="Id">Its number in the other tables.</param>
/// <param name="Camera">Whose.</param>
/// <param name="Type">Of which type.</param>
internal sealed record Series(long Id, Camera Camera, string Type);
