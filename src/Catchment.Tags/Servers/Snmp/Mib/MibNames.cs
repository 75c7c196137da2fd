using System.Globalization;
using System.Text;

namespace Catchment.Tags.Servers.Snmp.Mib;

/// <summary>
/// Descriptors of a MIB made of keys: letters and digits, the first a lower-case letter, at most 64 of them, each once. Source: RFC 2578, 3.1.
/// </summary>
internal sealed class MibNames
{
    private const int MaxLength = 64;

    // Readers of MIBs fold case when they look names up, so two that differ in case only are one here.
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Names that are taken already.</summary>
    internal MibNames(IEnumerable<string> taken) => _taken.UnionWith(taken);

    /// <summary>A name of its own for a key.</summary>
    internal string Of(string key)
    {
        var name = new StringBuilder();
        var startsWord = false;
        foreach (var c in key)
        {
            if (!char.IsAsciiLetterOrDigit(c))
            {
                startsWord = name.Length > 0;
                continue;
            }

            if (name.Length == MaxLength)
                break;
            name.Append(name.Length == 0 ? char.ToLowerInvariant(c) : startsWord ? char.ToUpperInvariant(c) : c);
            startsWord = false;
        }

        if (name.Length == 0 || !char.IsAsciiLetter(name[0]))
            name.Insert(0, "tag");
        if (name.Length > MaxLength)
            name.Length = MaxLength;
        return Unique(name.ToString());
    }

    private string Unique(string name)
    {
        for (var number = 1; ; number++)
        {
            var end = number == 1 ? "" : number.ToString(CultureInfo.InvariantCulture);
            var one = string.Concat(name.AsSpan(0, Math.Min(name.Length, MaxLength - end.Length)), end);
            if (_taken.Add(one))
                return one;
        }
    }
}
