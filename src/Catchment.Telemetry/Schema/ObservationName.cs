using System.Text.Json;

namespace Catchment.Telemetry.Schema;

/// <summary>The name of an observation, which an index of PostgreSQL holds and so bounds: one longer name would fail all rows that come with it.</summary>
/// <remarks>Source: <c>telemetry</c> 4, index <c>observation_spans_fixup</c>.</remarks>
internal static class ObservationName
{
    /// <summary>Bytes that a name may have as it is written in JSON; an index of PostgreSQL takes a row of 2,704.</summary>
    internal const int MostBytes = 2_600;

    /// <summary>The device whose messages name observations.</summary>
    internal const string Device = "observers";

    /// <summary>Whether a row of the device cannot be stored for its name's length.</summary>
    /// <param name="device">Whose row it is.</param>
    /// <param name="message">Its message, JSON in UTF-8.</param>
    internal static bool IsTooLong(string device, ReadOnlySpan<byte> message)
    {
        if (message.Length <= MostBytes || device != Device)
            return false;
        var reader = new Utf8JsonReader(message, new JsonReaderOptions { MaxDepth = 1_000 });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isName = reader.ValueTextEquals("obsName"u8);
            reader.Read();
            var start = reader.TokenStartIndex;
            reader.Skip();
            if (isName)
                return reader.BytesConsumed - start > MostBytes;
        }

        return false;
    }
}
