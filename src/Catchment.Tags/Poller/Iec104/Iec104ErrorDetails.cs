using System.Text.Json;
using Catchment.Protocols.Iec104;
using Catchment.Tags.Poller.Reading;

namespace Catchment.Tags.Poller.Iec104;

/// <summary>What is told more of an error of IEC 60870-5-104. Source: <c>tags</c> 9.1.</summary>
/// <param name="Type">What kind of error.</param>
/// <param name="Code">Its number.</param>
/// <param name="Message">What went wrong.</param>
/// <param name="Verbose">The entry's error.</param>
internal sealed record Iec104ErrorDetails(string Type, int Code, string Message, string Verbose) : IErrorDetails
{
    /// <summary>Whether it came from there being no connection.</summary>
    internal bool IsConnection { get; init; }

    /// <summary>The quality that the value came with; null: none came, or a good one.</summary>
    internal QualityDescriptor? Quality { get; init; }

    /// <summary>The cause of transmission of a refusal; null: nothing was refused.</summary>
    internal CauseOfTransmission? Cause { get; init; }

    /// <inheritdoc/>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("error_type"u8, Type);
        writer.WriteNumber("error_code"u8, Code);
        writer.WriteString("error_message"u8, Message);
        writer.WriteString("verbose_description"u8, Verbose);
        // The original's number of a connection that is closed.
        writer.WriteString("connection_state"u8, IsConnection ? "0" : null);
        Write(writer, "quality_flags"u8, (int?)Quality);
        Write(writer, "cot_code"u8, (int?)Cause);
        writer.WriteStartObject("additional_info"u8);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> member, int? number)
    {
        if (number is { } known)
            writer.WriteNumber(member, known);
        else
            writer.WriteNull(member);
    }
}
