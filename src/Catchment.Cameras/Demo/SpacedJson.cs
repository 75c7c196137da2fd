using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Catchment.Cameras.Demo;

/// <summary>Writes JSON as Python does: a blank after <c>:</c> and <c>,</c>, everything outside ASCII as <c>\uXXXX</c>.</summary>
internal static class SpacedJson
{
    /// <summary>An object, its keys in the order given.</summary>
    internal static string Object(params ReadOnlySpan<(string Key, object Value)> members)
    {
        var text = new StringBuilder("{");
        foreach (var (key, value) in members)
        {
            if (text.Length > 1)
                text.Append(", ");
            Append(text, key);
            text.Append(": ");
            Append(text, value);
        }

        return text.Append('}').ToString();
    }

    private static void Append(StringBuilder text, object value)
    {
        switch (value)
        {
            case string word:
                text.Append('"').Append(JsonEncodedText.Encode(word, JavaScriptEncoder.Default).ToString()).Append('"');
                break;
            case bool truth:
                text.Append(truth ? "true" : "false");
                break;
            case int number:
                text.Append(CultureInfo.InvariantCulture, $"{number}");
                break;
            case double number:
                text.Append(number.ToString(double.IsInteger(number) ? "0.0" : "R", CultureInfo.InvariantCulture));
                break;
            case System.Collections.IEnumerable list:
                AppendList(text, list);
                break;
            default:
                throw new ArgumentException($"{value.GetType()} is not written here.", nameof(value));
        }
    }

    private static void AppendList(StringBuilder text, System.Collections.IEnumerable list)
    {
        text.Append('[');
        var isFirst = true;
        foreach (var item in list)
        {
            if (!isFirst)
                text.Append(", ");
            isFirst = false;
            Append(text, item);
        }

        text.Append(']');
    }
}
