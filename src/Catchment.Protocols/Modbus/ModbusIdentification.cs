using System.Text;

namespace Catchment.Protocols.Modbus;

/// <summary>What a server tells of itself to who asks for the device identification.</summary>
public sealed class ModbusIdentification
{
    /// <summary>Objects of the basic identification: vendor, product code, revision.</summary>
    public const int BasicObjects = 3;

    /// <summary>The longest text of an object, so that one always fits into a reply.</summary>
    public const int MaxTextBytes = 240;

    private const int RegularObjects = 4;

    private readonly byte[][] _objects;

    /// <summary>Makes the identification from the texts of the objects 0 and on; a text is cut at <see cref="MaxTextBytes"/>.</summary>
    /// <param name="vendorName">Object 0.</param>
    /// <param name="productCode">Object 1.</param>
    /// <param name="revision">Object 2.</param>
    /// <param name="regular">Objects 3 to 6: vendor URL, product name, model name, application name.</param>
    public ModbusIdentification(string vendorName, string productCode, string revision, params ReadOnlySpan<string> regular)
    {
        if (regular.Length > RegularObjects)
            throw new ArgumentException("There are four regular objects.", nameof(regular));
        _objects = [Text(vendorName), Text(productCode), Text(revision), .. regular.ToArray().Select(Text)];
    }

    /// <summary>How many objects there are.</summary>
    internal int Count => _objects.Length;

    /// <summary>The text of an object.</summary>
    internal ReadOnlySpan<byte> this[int index] => _objects[index];

    private static byte[] Text(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var bytes = Encoding.ASCII.GetBytes(text);
        return bytes.Length <= MaxTextBytes ? bytes : bytes[..MaxTextBytes];
    }
}
