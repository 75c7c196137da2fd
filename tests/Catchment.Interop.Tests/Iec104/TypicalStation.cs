using Catchment.Protocols.Iec104;
using Catchment.Protocols.Iec104.Server;

namespace Catchment.Interop.Tests.Iec104;

/// <summary>A station with one point of each type, whose address is the type's number, and which takes a command of each type.</summary>
/// <param name="time">The time tag of all.</param>
internal sealed class TypicalStation(Cp56Time2a time) : IIec104Station
{
    public const int ReadOnly = 1;

    public IReadOnlyCollection<int> CommonAddresses { get; } = [1];

    public Iec104Point[] Points { get; } =
    [
        .. Enum.GetValues<TypeId>().Where(t => t is > TypeId.None and <= TypeId.M_IT_TB_1).Select(type => new Iec104Point(type, Value(type) with { Time = time })),
    ];

    public IEnumerable<(TypeId Type, InformationObject Command)> Commands { get; } =
    [
        .. Enum.GetValues<TypeId>().Where(t => t is >= TypeId.C_SC_NA_1 and <= TypeId.C_BO_TA_1).Select(type => (type, Command(type) with { Time = time })),
    ];

    public IEnumerable<Iec104Point> Interrogate(int commonAddress, int group) => Points;

    public IEnumerable<Iec104Point> Counters(int commonAddress, int group) => Points.Where(p => p.Type is TypeId.M_IT_NA_1 or TypeId.M_IT_TA_1 or TypeId.M_IT_TB_1);

    public bool TryRead(int commonAddress, int objectAddress, out Iec104Point point)
    {
        point = Array.Find(Points, p => p.Information.Address == objectAddress);
        return point != default;
    }

    public Iec104CommandOutcome Take(in Iec104Command command) =>
        new(command.Information.Address == ReadOnly ? Iec104CommandAnswer.Refused : Iec104CommandAnswer.Accepted);

    private static InformationObject Value(TypeId type) => type switch
    {
        TypeId.M_SP_NA_1 or TypeId.M_SP_TA_1 or TypeId.M_SP_TB_1 => InformationObject.SinglePoint((int)type, isOn: true, QualityDescriptor.Blocked),
        TypeId.M_DP_NA_1 or TypeId.M_DP_TA_1 or TypeId.M_DP_TB_1 => InformationObject.Of((int)type, DoublePoint.On, QualityDescriptor.Substituted),
        TypeId.M_ST_NA_1 or TypeId.M_ST_TA_1 or TypeId.M_ST_TB_1 => InformationObject.Step((int)type, -64, isTransient: true),
        TypeId.M_BO_NA_1 or TypeId.M_BO_TA_1 or TypeId.M_BO_TB_1 => InformationObject.OfBits((int)type, 0xDEADBEEF),
        TypeId.M_ME_NA_1 or TypeId.M_ME_TA_1 or TypeId.M_ME_TD_1 or TypeId.M_ME_ND_1 => InformationObject.OfNormalized((int)type, -0.5),
        TypeId.M_ME_NB_1 or TypeId.M_ME_TB_1 or TypeId.M_ME_TE_1 => InformationObject.OfScaled((int)type, 70_000),
        TypeId.M_ME_NC_1 or TypeId.M_ME_TC_1 or TypeId.M_ME_TF_1 => InformationObject.OfFloat((int)type, 21.5),
        _ => InformationObject.IntegratedTotal((int)type, 1L << 33, sequence: 9),
    };

    private static InformationObject Command(TypeId type) => type switch
    {
        TypeId.C_SC_NA_1 or TypeId.C_SC_TA_1 => InformationObject.SingleCommand((int)type, isOn: true, pulse: 1),
        TypeId.C_DC_NA_1 or TypeId.C_DC_TA_1 => InformationObject.DoubleCommand((int)type, isOn: false),
        TypeId.C_RC_NA_1 or TypeId.C_RC_TA_1 => InformationObject.StepCommand((int)type, RegulatingStep.Higher),
        TypeId.C_SE_NA_1 or TypeId.C_SE_TA_1 => InformationObject.OfNormalized((int)type, 0.25),
        TypeId.C_SE_NB_1 or TypeId.C_SE_TB_1 => InformationObject.OfScaled((int)type, -7),
        TypeId.C_SE_NC_1 or TypeId.C_SE_TC_1 => InformationObject.OfFloat((int)type, 55.25),
        _ => InformationObject.OfBits((int)type, 0xBEEF),
    };
}
