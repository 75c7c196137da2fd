using Catchment.Protocols.Fits;

namespace Catchment.Files.Plugins.Fits;

/// <summary>A row of the table: a unit of a file.</summary>
/// <param name="Path">The file's path below the storage folder.</param>
/// <param name="Unit">The unit.</param>
/// <param name="Primary">The primary header when the unit says that it inherits from it (<c>INHERIT = T</c>, FITS 4.0, 4.4.2.6); otherwise null.</param>
internal sealed record FitsRow(string Path, FitsUnit Unit, FitsHeader? Primary)
{
    /// <summary>What a header says; of an inheriting one that says nothing, what the primary one says.</summary>
    public object? First<T>(Func<FitsHeader, T?> value) => value(Unit.Header) is { } own ? own : Primary is null ? null : value(Primary);

    /// <summary>The first of several texts that is there.</summary>
    public object? Text(params string[] names) => First(header => names.Select(header.Text).FirstOrDefault(text => text is not null));

    /// <summary>The length of an axis; null: there is none.</summary>
    public object? Axis(int place) => place < Unit.Axes.Count ? Unit.Axes[place] : null;
}
