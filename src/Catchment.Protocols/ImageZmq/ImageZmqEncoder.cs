using System.Globalization;
using System.Text;

namespace Catchment.Protocols.ImageZmq;

/// <summary>
/// Writes frame 1 of an imagezmq message byte for byte as the Python sender does: keys in its order, a blank after
/// <c>:</c> and <c>,</c>, everything outside ASCII as <c>\uXXXX</c>.
/// </summary>
public static class ImageZmqEncoder
{
    /// <summary>Frame 1 for a JPEG.</summary>
    /// <param name="text">The message text, such as <c>Driveway Mailbox|jpg</c>.</param>
    public static byte[] JpegHeader(string text) =>
        Encoding.ASCII.GetBytes($$"""{"msg": {{Quote(text)}}}""");

    /// <summary>Frame 1 for a raw picture.</summary>
    /// <param name="text">The message text.</param>
    /// <param name="elementType">The element type.</param>
    /// <param name="shape">Rows, columns, channels.</param>
    public static byte[] ArrayHeader(string text, ArrayElementType elementType, ArrayShape shape) =>
        Encoding.ASCII.GetBytes($$"""{"msg": {{Quote(text)}}, "dtype": {{Quote(elementType.ToString())}}, "shape": {{shape}}}""");

    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"", text.Length + 2);
        foreach (var character in text)
        {
            _ = character switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                '\b' => quoted.Append("\\b"),
                '\f' => quoted.Append("\\f"),
                >= ' ' and <= '~' => quoted.Append(character),
                '\x7F' => quoted.Append(character),
                _ => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
            };
        }

        return quoted.Append('"').ToString();
    }
}
