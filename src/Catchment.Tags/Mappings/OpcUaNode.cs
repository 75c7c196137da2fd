using System.Globalization;

namespace Catchment.Tags.Mappings;

/// <summary>A node's id taken apart, so that the same node is known in every spelling. Source: <c>tags</c> 5.2.</summary>
/// <param name="Namespace">The namespace; 2 where none is named.</param>
/// <param name="Kind"><c>i</c>, <c>s</c>, <c>g</c> or <c>b</c>.</param>
/// <param name="Name">What follows; numbers without zeros in front.</param>
public readonly record struct OpcUaNode(int Namespace, char Kind, string Name)
{
    /// <summary>The namespace of the gateway's nodes.</summary>
    public const int OwnNamespace = 2;

    /// <summary>A node with a number.</summary>
    /// <param name="space">The namespace.</param>
    /// <param name="number">The number.</param>
    public static OpcUaNode Of(int space, uint number) => new(space, 'i', number.ToString(CultureInfo.InvariantCulture));

    /// <summary>Reads an id: <c>ns=2;i=100</c>, <c>ns=2;s=Text</c>, <c>i=100</c>, <c>s=Text</c>.</summary>
    /// <param name="text">The id.</param>
    /// <param name="node">The node.</param>
    /// <returns>False: it is none.</returns>
    public static bool TryParse(string text, out OpcUaNode node)
    {
        ArgumentNullException.ThrowIfNull(text);
        node = default;
        var space = OwnNamespace;
        var rest = text.AsSpan();
        if (rest.StartsWith("ns=", StringComparison.Ordinal))
        {
            var end = rest.IndexOf(';');
            if (end < 0 || !ushort.TryParse(rest[3..end], NumberStyles.None, CultureInfo.InvariantCulture, out var named))
                return false;
            space = named;
            rest = rest[(end + 1)..];
        }

        if (rest.Length < 3 || rest[1] != '=')
            return false;
        var name = rest[2..];
        switch (rest[0])
        {
            case 'i' when uint.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number):
                node = Of(space, number);
                return true;
            case 's':
            case 'b' when Convert.TryFromBase64Chars(name, new byte[name.Length], out _):
                node = new OpcUaNode(space, rest[0], name.ToString());
                return true;
            case 'g' when Guid.TryParseExact(name, "D", out var guid):
                node = new OpcUaNode(space, 'g', guid.ToString());
                return true;
            default:
                return false;
        }
    }

    /// <summary>The number of a node that has one.</summary>
    /// <param name="number">The number.</param>
    public bool TryGetNumber(out uint number) => uint.TryParse(Kind == 'i' ? Name : "", NumberStyles.None, CultureInfo.InvariantCulture, out number);

    /// <summary>The id: <c>ns=2;i=100</c>.</summary>
    public override string ToString() => $"ns={Namespace};{Kind}={Name}";
}
