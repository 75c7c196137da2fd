using Catchment.Tags.Store;

namespace Catchment.Tags.Board;

/// <summary>A part of a list of tags.</summary>
/// <param name="Points">The tags.</param>
/// <param name="Offset">How many of the list stand before them.</param>
/// <param name="Found">How many the list has.</param>
/// <param name="All">How many tags there are.</param>
/// <param name="Membership">The store's version of what is registered.</param>
public sealed record TagWindow(IReadOnlyList<DataPoint> Points, int Offset, int Found, int All, long Membership);
