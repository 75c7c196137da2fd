namespace Catchment.Protocols.Iec104;

/// <summary>Windows and times of a connection; both ends should have the same. Source: IEC 60870-5-104, 5.5 and 9.6.</summary>
public sealed record Iec104Parameters
{
    /// <summary>k: so many I frames may be without acknowledgement; 1 to 32,767.</summary>
    public int K { get; init; } = 12;

    /// <summary>w: after so many I frames received an acknowledgement is sent; 1 to 32,767. Should be at most two thirds of the peer's k.</summary>
    public int W { get; init; } = 8;

    /// <summary>t0: how long connecting may take.</summary>
    public TimeSpan T0 { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>t1: how long an acknowledgement or the answer to a U frame may take.</summary>
    public TimeSpan T1 { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>t2: how long an acknowledgement is put off; less than t1.</summary>
    public TimeSpan T2 { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>t3: after so much silence a test frame is sent.</summary>
    public TimeSpan T3 { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Says what is impossible.</summary>
    /// <exception cref="Iec104Exception"><see cref="Iec104Fault.Argument"/>.</exception>
    internal void Check()
    {
        if (K is < 1 or > 32_767 || W is < 1 or > 32_767)
            throw new Iec104Exception(Iec104Fault.Argument, $"k = {K} and w = {W} have to be from 1 to 32767.");
        if (T0 <= TimeSpan.Zero || T1 <= TimeSpan.Zero || T2 <= TimeSpan.Zero || T3 <= TimeSpan.Zero)
            throw new Iec104Exception(Iec104Fault.Argument, "t0, t1, t2 and t3 have to be more than nothing.");
        if (T2 >= T1)
            throw new Iec104Exception(Iec104Fault.Argument, $"t2 = {T2.TotalSeconds} s has to be less than t1 = {T1.TotalSeconds} s.");
    }
}
