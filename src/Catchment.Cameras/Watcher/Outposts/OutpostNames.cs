using System.Text;
using Catchment.Core.Storage;

namespace Catchment.Cameras.Watcher.Outposts;

/// <summary>Which names an outpost and its views may have: they become topics, words of a picture's text and fields of the index.</summary>
/// <remarks>Source: the camera specification, 10.3 (a node has no dot) and 10.4 (node and view are words).</remarks>
public static class OutpostNames
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxLength = 64;

    /// <summary>Whether a text can be a node's name: 1 to <see cref="MaxLength"/> visible characters, no blank, no dot, no <c>|</c>, no slash.</summary>
    public static bool IsNode(ReadOnlySpan<char> text) => IsView(text) && !text.Contains('.');

    /// <summary>Whether a text can be a view's name: 1 to <see cref="MaxLength"/> visible characters, no blank, no <c>|</c>, no slash.</summary>
    public static bool IsView(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > MaxLength)
            return false;
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out var character, out var length) != System.Buffers.OperationStatus.Done)
                return false;
            if (Rune.IsWhiteSpace(character) || character.Value == '|' || !FileNameRules.IsAllowed(character))
                return false;
            text = text[length..];
        }

        return true;
    }
}
