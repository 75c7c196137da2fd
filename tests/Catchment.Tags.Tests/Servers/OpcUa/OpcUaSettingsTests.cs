using Catchment.Tags.Servers.OpcUa;
using Catchment.Tags.Settings;

namespace Catchment.Tags.Tests.Servers.OpcUa;

public sealed class OpcUaSettingsTests
{
    [Theory]
    [InlineData("opc.tcp://127.0.0.1:4840", "127.0.0.1:4840")]
    [InlineData("OPC.TCP://localhost:4841/", "127.0.0.1:4841")]
    [InlineData("opc.tcp://*:4840", "0.0.0.0:4840")]
    [InlineData("opc.tcp://[::1]:4840", "[::1]:4840")]
    [InlineData("0.0.0.0:4840", "0.0.0.0:4840")]
    public void An_endpoint_is_read(string text, string expected) => OpcUaListen.Parse(text).ToString().ShouldBe(expected);

    [Theory]
    [InlineData("opc.tcp://plc:4840")]
    [InlineData("http://127.0.0.1:4840")]
    [InlineData("opc.tcp://127.0.0.1")]
    [InlineData("")]
    public void What_is_no_endpoint_is_told(string text)
    {
        Should.Throw<FormatException>(() => OpcUaListen.Parse(text));
        OpcUaRules.Check(new OpcUaOptions { Listen = ["localhost:1", text] }).ShouldHaveSingleItem().Key.ShouldBe("gateway.opcua.listen[1]");
    }

    [Fact]
    public void Settings_by_which_nobody_could_come_in_are_told()
    {
        OpcUaRules.Check(new OpcUaOptions()).ShouldBeEmpty();
        OpcUaRules.Check(new OpcUaOptions { Anonymous = false, Users = "/etc/users" }).ShouldBeEmpty();
        OpcUaRules.Check(new OpcUaOptions { Anonymous = false, UserCertificates = true }).ShouldBeEmpty();
        OpcUaRules.Check(new OpcUaOptions { Anonymous = false, Security = [] }).Select(static one => one.Key).ShouldBe(["gateway.opcua.security", "gateway.opcua.anonymous"]);
    }

    [Fact]
    public void An_application_has_a_uri_of_its_own_unless_one_is_set()
    {
        OpcUaCertificates.ApplicationUriOf(new OpcUaOptions()).ShouldMatch("^urn:[^ ]+:catchment:gateway$");
        OpcUaCertificates.ApplicationUriOf(new OpcUaOptions { ApplicationUri = "urn:plant" }).ShouldBe("urn:plant");
        OpcUaCertificates.FolderOf(new OpcUaOptions(), "/state").ShouldBe("/state/opcua-certificates");
        OpcUaCertificates.FolderOf(new OpcUaOptions { Certificates = "/etc/pki" }, "/state").ShouldBe("/etc/pki");
    }
}
