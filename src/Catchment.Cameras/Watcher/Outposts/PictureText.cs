using System.Runtime.InteropServices;
using Catchment.Cameras.Watcher.Recording;

namespace Catchment.Cameras.Watcher.Outposts;

/// <summary>The text of a picture message: <c>&lt;node&gt; &lt;view&gt;|&lt;send type&gt;|&lt;ISO time&gt;</c>.</summary>
/// <remarks>Source: the camera specification, 10.4.</remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly ref struct PictureText
{
    private PictureText(ReadOnlySpan<byte> node, ReadOnlySpan<byte> view, DateTime time)
    {
        Node = node;
        View = view;
        Time = time;
    }

    /// <summary>The first word of the first field.</summary>
    internal ReadOnlySpan<byte> Node { get; }

    /// <summary>The second word of the first field.</summary>
    internal ReadOnlySpan<byte> View { get; }

    /// <summary>The picture's time, the outpost's clock.</summary>
    internal DateTime Time { get; }

    /// <summary>Reads a text; false when node, view or time is missing.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> text, out PictureText picture)
    {
        picture = default;
        var bar = text.IndexOf((byte)'|');
        if (bar < 0)
            return false;
        var names = text[..bar].Trim((byte)' ');
        var rest = text[(bar + 1)..];
        bar = rest.IndexOf((byte)'|');
        var blank = names.IndexOf((byte)' ');
        if (bar < 0 || blank <= 0)
            return false;
        var time = rest[(bar + 1)..];
        var more = time.IndexOf((byte)'|');
        var view = names[(blank + 1)..].TrimStart((byte)' ');
        blank = view.IndexOf((byte)' ');
        if (!IsoTime.TryParse((more < 0 ? time : time[..more]).Trim((byte)' '), out var at))
            return false;
        picture = new PictureText(names[..names.IndexOf((byte)' ')], blank < 0 ? view : view[..blank], at);
        return !picture.View.IsEmpty;
    }
}
