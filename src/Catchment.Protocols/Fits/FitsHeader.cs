namespace Catchment.Protocols.Fits;

/// <summary>The keywords of a header, in their order.</summary>
public sealed class FitsHeader
{
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    internal FitsHeader(IReadOnlyList<FitsKeyword> keywords)
    {
        Keywords = keywords;
        for (var i = 0; i < keywords.Count; i++)
            _places.TryAdd(keywords[i].Name, i);
    }

    /// <summary>All of them, comments too, without <c>END</c>.</summary>
    public IReadOnlyList<FitsKeyword> Keywords { get; }

    /// <summary>A keyword by its name; of several the first; null: there is none.</summary>
    /// <param name="name">For example <c>DATE-OBS</c>, or the words behind <c>HIERARCH</c>.</param>
    public FitsKeyword? Find(string name) => _places.TryGetValue(name, out var place) ? Keywords[place] : null;

    /// <summary>A string that is not empty; null: there is none.</summary>
    public string? Text(string name) => Find(name) is { Kind: FitsValueKind.Text, Text: { Length: > 0 } text } ? text : null;

    /// <summary>A whole number; null: there is none.</summary>
    public long? Whole(string name) => Find(name)?.Whole;

    /// <summary>A number; null: there is none.</summary>
    public double? Number(string name) => Find(name)?.Number;

    /// <summary>A logical value; null: there is none.</summary>
    public bool? Logical(string name) => Find(name)?.Logical;
}
