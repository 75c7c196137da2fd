using System.Text.Json;
using Catchment.Tags.Poller.Reading;

namespace Catchment.Tags.Poller.OpcUa;

/// <summary>What is told more of an error of OPC UA. Source: <c>tags</c> 9.1.</summary>
/// <param name="Type">The name of the condition, or what the connection failed of.</param>
/// <param name="Status">The status code; null: it came from none.</param>
/// <param name="ConnectionError">The operating system's number of what the connection failed of; null: it came from none.</param>
/// <param name="Message">What went wrong.</param>
/// <param name="Verbose">The entry's error.</param>
/// <param name="Severity"><c>error</c>, or <c>warning</c> where there is a value all the same.</param>
internal sealed record OpcUaErrorDetails(string Type, uint? Status, int? ConnectionError, string Message, string Verbose, string Severity) : IErrorDetails
{
    /// <inheritdoc/>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("error_type"u8, Type);
        Write(writer, "status_code"u8, Status);
        Write(writer, "connection_error_code"u8, ConnectionError);
        writer.WriteString("error_message"u8, Message);
        writer.WriteString("verbose_description"u8, Verbose);
        writer.WriteString("severity"u8, Severity);
        writer.WriteStartObject("additional_info"u8);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> member, long? number)
    {
        if (number is { } known)
            writer.WriteNumber(member, known);
        else
            writer.WriteNull(member);
    }
}
