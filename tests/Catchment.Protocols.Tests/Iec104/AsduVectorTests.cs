using System.Text.Json;
using Catchment.Protocols.Iec104;
using Catchment.Protocols.Iec104.Asdus;
using Catchment.Protocols.Iec104.Links;
using static Catchment.Protocols.Iec104.CauseOfTransmission;
using static Catchment.Protocols.Iec104.TypeId;

namespace Catchment.Protocols.Tests.Iec104;

/// <summary>The APDUs of the specification, read and written.</summary>
public sealed class AsduVectorTests
{
    private static readonly JsonElement File = JsonDocument.Parse(System.IO.File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Iec104", "Vectors", "iec104_apdus.json"))).RootElement;

    /// <summary>What each I frame means; the others are control frames.</summary>
    private static readonly Dictionary<string, (TypeId Type, CauseOfTransmission Cause, int Station, InformationObject[] Objects)> Meanings = new()
    {
        ["general interrogation act"] = (C_IC_NA_1, Activation, 1, [new() { Qualifier = 20 }]),
        ["general interrogation con"] = (C_IC_NA_1, ActivationConfirmation, 1, [new() { Qualifier = 20 }]),
        ["general interrogation term"] = (C_IC_NA_1, ActivationTermination, 1, [new() { Qualifier = 20 }]),
        ["interrogation of an unknown CA"] = (C_IC_NA_1, UnknownCommonAddress, 99, [new() { Qualifier = 20 }]),
        ["M_SP_NA_1 true"] = (M_SP_NA_1, InterrogatedByStation, 1, [InformationObject.SinglePoint(101, isOn: true)]),
        ["M_SP_NA_1 false invalid"] = (M_SP_NA_1, Spontaneous, 1, [InformationObject.SinglePoint(101, isOn: false, QualityDescriptor.Invalid)]),
        ["M_DP_NA_1 on"] = (M_DP_NA_1, Spontaneous, 1, [InformationObject.Of(102, DoublePoint.On)]),
        ["M_DP_NA_1 off"] = (M_DP_NA_1, Spontaneous, 1, [InformationObject.Of(102, DoublePoint.Off)]),
        ["M_ME_NA_1 12.75"] = (M_ME_NA_1, Spontaneous, 1, [InformationObject.OfNormalized(103, 12.75 / 32767)]),
        ["M_ME_NA_1 -32767"] = (M_ME_NA_1, Spontaneous, 1, [InformationObject.OfNormalized(103, -1)]),
        ["M_ME_NB_1 -12"] = (M_ME_NB_1, Spontaneous, 1, [InformationObject.OfScaled(104, -12.75)]),
        ["M_ME_NB_1 overflow"] = (M_ME_NB_1, Spontaneous, 1, [InformationObject.OfScaled(104, 70_000)]),
        ["M_ME_NC_1 21.5"] = (M_ME_NC_1, Spontaneous, 1, [InformationObject.OfFloat(105, 21.5)]),
        ["M_ME_NC_1 uncertain"] = (M_ME_NC_1, Spontaneous, 1, [InformationObject.OfFloat(105, 21.5, QualityDescriptor.NotTopical)]),
        ["M_IT_NA_1 1234"] = (M_IT_NA_1, Spontaneous, 1, [InformationObject.IntegratedTotal(106, 1234)]),
        ["M_SP_TB_1 true"] = (M_SP_TB_1, Spontaneous, 1, [InformationObject.SinglePoint(107, isOn: true).At(Moment)]),
        ["M_ME_TF_1 21.5"] = (M_ME_TF_1, Spontaneous, 1, [InformationObject.OfFloat(108, 21.5).At(Moment)]),
        ["M_ME_NC_1 three objects"] = (M_ME_NC_1, InterrogatedByStation, 1, [InformationObject.OfFloat(105, 1.5), InformationObject.OfFloat(205, -2.25), InformationObject.OfFloat(305, 1_000_000)]),
        ["M_ME_NB_1 sequence"] = (M_ME_NB_1, InterrogatedByStation, 1, [InformationObject.OfScaled(200, 1), InformationObject.OfScaled(201, -2), InformationObject.OfScaled(202, 3)]),
        ["C_SC_NA_1 on"] = (C_SC_NA_1, Activation, 1, [InformationObject.SingleCommand(101, isOn: true)]),
        ["C_SC_NA_1 con"] = (C_SC_NA_1, ActivationConfirmation, 1, [InformationObject.SingleCommand(101, isOn: true)]),
        ["C_SC_NA_1 term"] = (C_SC_NA_1, ActivationTermination, 1, [InformationObject.SingleCommand(101, isOn: true)]),
        ["C_SC_NA_1 con negative"] = (C_SC_NA_1, ActivationConfirmation, 1, [InformationObject.SingleCommand(101, isOn: true)]),
        ["C_SC_NA_1 unknown IOA"] = (C_SC_NA_1, UnknownObjectAddress, 1, [InformationObject.SingleCommand(9999, isOn: true)]),
        ["C_SE_NC_1 55.25"] = (C_SE_NC_1, Activation, 1, [InformationObject.OfFloat(105, 55.25)]),
        ["C_SE_NB_1 -7"] = (C_SE_NB_1, Activation, 1, [InformationObject.OfScaled(104, -7)]),
        ["C_SE_NA_1 0.5"] = (C_SE_NA_1, Activation, 1, [InformationObject.OfNormalized(103, 0.5)]),
        ["C_CS_NA_1"] = (C_CS_NA_1, Activation, 1, [new() { Time = Moment }]),
        ["C_RD_NA_1"] = (C_RD_NA_1, Request, 1, [new() { Address = 105 }]),
        ["C_CI_NA_1"] = (C_CI_NA_1, Activation, 1, [new() { Qualifier = 5 }]),
    };

    public static TheoryData<string> Names => [.. File.GetProperty("apdus").EnumerateArray().Select(a => a.GetProperty("name").GetString()!)];

    private static Cp56Time2a Moment => Cp56Time2a.Of(new DateTimeOffset(2026, 11, 21, 2, 32, 1, 250, TimeSpan.Zero));

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_apdu_is_read_and_written_as_it_stands(string name)
    {
        var apdu = Bytes(name);
        Apci.LengthOf(apdu).ShouldBe(apdu.Length);
        var written = new byte[Apci.MaxApduOctets];
        if (!Meanings.TryGetValue(name, out var meaning))
        {
            name.ShouldMatch("DT|TESTFR|S frame|unknown type");
            return;
        }

        var asdu = apdu.AsSpan(Apci.Octets);
        var header = AsduHeader.Read(asdu, AsduFormat.Standard);
        (header.Type, header.Cause, header.CommonAddress).ShouldBe((meaning.Type, meaning.Cause, meaning.Station));
        var reader = new AsduReader(asdu, header, AsduFormat.Standard);
        var objects = new List<InformationObject>();
        while (reader.TryRead(out var one))
            objects.Add(one);
        objects.ShouldBe(meaning.Objects);

        var writer = new AsduWriter(written.AsSpan(Apci.Octets), header, AsduFormat.Standard);
        foreach (var one in meaning.Objects)
            writer.TryAdd(one).ShouldBeTrue();
        Apci.WriteInformation(written, writer.Length, Apci.Number(apdu.AsSpan(2)), Apci.Number(apdu.AsSpan(4)));
        written[..(writer.Length + Apci.Octets)].ShouldBe(apdu);
    }

    [Theory]
    [InlineData("STARTDT act", 0x07)]
    [InlineData("STOPDT act", 0x13)]
    [InlineData("TESTFR act", 0x43)]
    [InlineData("STARTDT con", 0x0B)]
    [InlineData("STOPDT con", 0x23)]
    [InlineData("TESTFR con", 0x83)]
    public void Control_frames_are_written_as_they_stand(string name, int function)
    {
        var apdu = new byte[Apci.Octets];
        Apci.WriteControl(apdu, (ControlFunction)function);
        apdu.ShouldBe(Bytes(name));
    }

    [Fact]
    public void An_acknowledgement_is_written_as_it_stands()
    {
        var apdu = new byte[Apci.Octets];
        Apci.WriteSupervisory(apdu, 5);
        apdu.ShouldBe(Bytes("S frame N(R)=5"));
    }

    [Fact]
    public void A_frame_without_control_octets_has_no_place()
    {
        var malformed = File.GetProperty("malformed").EnumerateArray().Select(m => Convert.FromHexString(m.GetProperty("hex").GetString()!)).ToArray();
        var controlled = new LinkState(new Iec104Parameters(), new ManualTime(), isControlling: false);
        var controlling = new LinkState(new Iec104Parameters(), new ManualTime(), isControlling: true);

        Should.Throw<Iec104Exception>(() => controlling.Receive(malformed[0], out _)).Fault.ShouldBe(Iec104Fault.Protocol);
        Should.Throw<Iec104Exception>(() => controlled.Receive(malformed[1], out _)).Fault.ShouldBe(Iec104Fault.Protocol);
    }

    private static byte[] Bytes(string name) =>
        Convert.FromHexString(File.GetProperty("apdus").EnumerateArray().Single(a => a.GetProperty("name").GetString() == name).GetProperty("hex").GetString()!);
}
