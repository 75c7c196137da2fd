namespace Catchment.Core.Configuration.Binding;

/// <summary>The place of a setting: its keys from the top, section first.</summary>
internal sealed class SettingKey
{
    private readonly string _text;

    private SettingKey(IReadOnlyList<string> path, string text) => (Path, _text) = (path, text);

    /// <summary>The place of everything.</summary>
    public static SettingKey Root { get; } = new([], string.Empty);

    /// <summary>The keys from the top.</summary>
    public IReadOnlyList<string> Path { get; }

    /// <summary>A key below.</summary>
    public SettingKey Below(string key)
    {
        var shown = NodeText.Printable(key);
        return new([.. Path, key], _text.Length == 0 ? shown : $"{_text}.{shown}");
    }

    /// <summary>An item of a list.</summary>
    public SettingKey Item(int index) => new([.. Path, $"[{index}]"], $"{_text}[{index}]");

    /// <summary>The keys with dots between, in one line.</summary>
    public override string ToString() => _text;
}
