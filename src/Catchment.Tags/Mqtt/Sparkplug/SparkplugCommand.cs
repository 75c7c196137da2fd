namespace Catchment.Tags.Mqtt.Sparkplug;

/// <summary>Reads the one command that an edge node has to obey: <c>Node Control/Rebirth</c>. Foreign bytes; it throws nothing.</summary>
internal static class SparkplugCommand
{
    /// <summary>The command's metric.</summary>
    public const string Rebirth = "Node Control/Rebirth";

    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Delimited = 2;
    private const int Fixed32 = 5;
    private const int MetricsField = 2;
    private const int NameField = 1;
    private const int BooleanField = 14;

    /// <summary>Looks for the command.</summary>
    /// <param name="payload">A payload of Sparkplug B.</param>
    /// <param name="isRebirth">Whether a rebirth is asked for.</param>
    /// <returns>False: it is no payload.</returns>
    public static bool TryRead(ReadOnlySpan<byte> payload, out bool isRebirth)
    {
        isRebirth = false;
        while (!payload.IsEmpty)
        {
            if (!TryReadField(ref payload, out var field, out _, out var inner))
                return false;
            if (field != MetricsField)
                continue;
            if (!TryReadMetric(inner, out var isCommand))
                return false;
            isRebirth |= isCommand;
        }

        return true;
    }

    private static bool TryReadMetric(ReadOnlySpan<byte> metric, out bool isCommand)
    {
        var isNamed = false;
        var isTrue = false;
        while (!metric.IsEmpty)
        {
            if (!TryReadField(ref metric, out var field, out var number, out var inner))
            {
                isCommand = false;
                return false;
            }

            isNamed |= field == NameField && inner.SequenceEqual("Node Control/Rebirth"u8);
            isTrue |= field == BooleanField && number != 0;
        }

        isCommand = isNamed && isTrue;
        return true;
    }

    private static bool TryReadField(ref ReadOnlySpan<byte> bytes, out ulong field, out ulong number, out ReadOnlySpan<byte> inner)
    {
        field = number = 0;
        inner = default;
        if (!TryReadVarint(ref bytes, out var tag))
            return false;
        field = tag >> 3;
        switch ((int)(tag & 7))
        {
            case Varint:
                return TryReadVarint(ref bytes, out number);
            case Delimited:
                return TryReadVarint(ref bytes, out var length) && TryTake(ref bytes, length, out inner);
            case Fixed64:
                return TryTake(ref bytes, 8, out _);
            case Fixed32:
                return TryTake(ref bytes, 4, out _);
            default:
                return false;
        }
    }

    private static bool TryTake(ref ReadOnlySpan<byte> bytes, ulong length, out ReadOnlySpan<byte> taken)
    {
        taken = default;
        if (length > (ulong)bytes.Length)
            return false;
        taken = bytes[..(int)length];
        bytes = bytes[(int)length..];
        return true;
    }

    private static bool TryReadVarint(ref ReadOnlySpan<byte> bytes, out ulong value)
    {
        value = 0;
        for (var i = 0; i < bytes.Length && i < 10; i++)
        {
            value |= (ulong)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] < 0x80)
            {
                bytes = bytes[(i + 1)..];
                return true;
            }
        }

        return false;
    }
}
