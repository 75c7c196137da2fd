namespace Catchment.Protocols.Iec104;

/// <content>Objects of each kind.</content>
public readonly partial record struct InformationObject
{
    /// <summary>A single point.</summary>
    public static InformationObject SinglePoint(int address, bool isOn, QualityDescriptor quality = default) =>
        new() { Address = address, Bits = isOn ? 1 : 0, Qualifier = (byte)quality };

    /// <summary>A double point.</summary>
    public static InformationObject Of(int address, DoublePoint state, QualityDescriptor quality = default) =>
        new() { Address = address, Bits = (int)state, Qualifier = (byte)quality };

    /// <summary>A step position, limited to -64 to 63 with overflow.</summary>
    public static InformationObject Step(int address, int position, bool isTransient = false, QualityDescriptor quality = default)
    {
        var limited = Math.Clamp(position, -64, 63);
        var bits = (limited & 0x7F) | (isTransient ? 0x80 : 0);
        return new() { Address = address, Bits = bits, Qualifier = (byte)(limited == position ? quality : quality | QualityDescriptor.Overflow) };
    }

    /// <summary>A bitstring of 32 bits.</summary>
    public static InformationObject OfBits(int address, uint bits, QualityDescriptor quality = default) =>
        new() { Address = address, Bits = unchecked((int)bits), Qualifier = (byte)quality };

    /// <summary>A normalized measured value: rounded to 1/32,768; outside of -1 to 1 limited with overflow; no number is 0 and invalid.</summary>
    public static InformationObject OfNormalized(int address, double value, QualityDescriptor quality = default)
    {
        if (double.IsNaN(value))
            return new() { Address = address, Qualifier = (byte)(quality | QualityDescriptor.Invalid) };
        if (value is < -1 or > 1)
            quality |= QualityDescriptor.Overflow;
        var raw = (int)Math.Clamp(Math.Round(value * 32_768, MidpointRounding.AwayFromZero), short.MinValue, short.MaxValue);
        return new() { Address = address, Bits = raw, Qualifier = (byte)quality };
    }

    /// <summary>A scaled measured value: cut to a whole number; beyond 16 bits limited with overflow; no number is 0 and invalid.</summary>
    public static InformationObject OfScaled(int address, double value, QualityDescriptor quality = default)
    {
        if (double.IsNaN(value))
            return new() { Address = address, Qualifier = (byte)(quality | QualityDescriptor.Invalid) };
        var whole = Math.Truncate(value);
        var limited = Math.Clamp(whole, short.MinValue, short.MaxValue);
        return new() { Address = address, Bits = (int)limited, Qualifier = (byte)(limited.Equals(whole) ? quality : quality | QualityDescriptor.Overflow) };
    }

    /// <summary>A measured value as a short floating point number; beyond its range limited with overflow; no number is 0 and invalid.</summary>
    public static InformationObject OfFloat(int address, double value, QualityDescriptor quality = default)
    {
        if (double.IsNaN(value))
            return new() { Address = address, Qualifier = (byte)(quality | QualityDescriptor.Invalid) };
        var single = (float)value;
        if (float.IsInfinity(single))
        {
            single = value > 0 ? float.MaxValue : float.MinValue;
            quality |= QualityDescriptor.Overflow;
        }

        return new() { Address = address, Bits = BitConverter.SingleToInt32Bits(single), Qualifier = (byte)quality };
    }

    /// <summary>An integrated total; beyond 32 bits it begins anew, and the carry is marked.</summary>
    /// <param name="address">The information object address.</param>
    /// <param name="counter">The counter.</param>
    /// <param name="sequence">SQ, 0 to 31.</param>
    /// <param name="isInvalid">IV.</param>
    public static InformationObject IntegratedTotal(int address, long counter, int sequence = 0, bool isInvalid = false)
    {
        var bits = unchecked((int)counter);
        var octet = (sequence & 0x1F) | (bits == counter ? 0 : 0x20) | (isInvalid ? 0x80 : 0);
        return new() { Address = address, Bits = bits, Qualifier = (byte)octet };
    }

    /// <summary>A single command.</summary>
    public static InformationObject SingleCommand(int address, bool isOn, int pulse = 0) =>
        new() { Address = address, Bits = isOn ? 1 : 0, Qualifier = (byte)((pulse & 0x1F) << 2) };

    /// <summary>A double command.</summary>
    public static InformationObject DoubleCommand(int address, bool isOn, int pulse = 0) =>
        new() { Address = address, Bits = isOn ? 2 : 1, Qualifier = (byte)((pulse & 0x1F) << 2) };

    /// <summary>A regulating step command.</summary>
    public static InformationObject StepCommand(int address, RegulatingStep step, int pulse = 0) =>
        new() { Address = address, Bits = (int)step, Qualifier = (byte)((pulse & 0x1F) << 2) };
}
