using Catchment.Protocols.OpcUa.Security;

namespace Catchment.Protocols.Tests.OpcUa.Security;

public sealed class SecurityPolicyTests
{
    [Theory]
    [InlineData("http://opcfoundation.org/UA/SecurityPolicy#None", "None")]
    [InlineData("http://opcfoundation.org/UA/SecurityPolicy#Basic256Sha256", "Basic256Sha256")]
    [InlineData("none", "None")]
    [InlineData("BASIC256SHA256", "Basic256Sha256")]
    public void A_policy_is_found_by_its_uri_and_by_its_short_name(string text, string name)
    {
        SecurityPolicy.TryParse(text, out var policy).ShouldBeTrue();

        policy!.Name.ShouldBe(name);
        policy.Uri.ShouldBe($"http://opcfoundation.org/UA/SecurityPolicy#{name}");
        policy.ToString().ShouldBe(name);
        policy.IsSecure.ShouldBe(name != "None");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("http://opcfoundation.org/UA/SecurityPolicy#none")]
    [InlineData("http://opcfoundation.org/UA/SecurityPolicy#Basic128Rsa15")]
    [InlineData("Basic256")]
    public void What_is_no_policy_here_is_not_found(string? text)
    {
        SecurityPolicy.TryParse(text, out var policy).ShouldBeFalse();

        policy.ShouldBeNull();
    }

    [Fact]
    public void Only_a_policy_that_secures_names_algorithms_and_needs_nonces()
    {
        SecurityPolicy.Basic256Sha256.NonceLength.ShouldBe(32);
        SecurityPolicy.Basic256Sha256.SignatureAlgorithm.ShouldBe("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256");
        SecurityPolicy.Basic256Sha256.EncryptionAlgorithm.ShouldBe("http://www.w3.org/2001/04/xmlenc#rsa-oaep");
        SecurityPolicy.None.NonceLength.ShouldBe(0);
        SecurityPolicy.None.SignatureAlgorithm.ShouldBeNull();
        SecurityPolicy.None.EncryptionAlgorithm.ShouldBeNull();
    }
}
