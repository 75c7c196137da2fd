namespace Catchment.Cameras.Events;

/// <summary>Names one recorded event: its id, and the day that its files lie under.</summary>
/// <param name="Day">The day of its start: the folder of its index row and of its tracking sets.</param>
/// <param name="Id">Its id; see <see cref="EventNames.IsId(ReadOnlySpan{char})"/>.</param>
public readonly record struct EventKey(DateOnly Day, string Id)
{
    /// <inheritdoc/>
    public override string ToString() => $"{EventNames.Text(Day)}/{Id}";
}
