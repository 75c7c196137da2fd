using System.Security.Cryptography;
using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Security;

namespace Catchment.Protocols.Tests.OpcUa.Security;

public sealed class CertificateStoreTests : IDisposable
{
    private static readonly CertificateExpectation Client = new(IsServer: false);

    private readonly TemporaryFolder _folder = new();
    private readonly RecordingLogger _log = new();
    private readonly ManualTime _time = new(TestIdentity.Now.UtcDateTime);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_stranger_is_refused_and_kept_and_comes_in_once_somebody_trusts_it()
    {
        var store = Store();
        var application = TestIdentity.Application();
        var kept = _folder[$"rejected/{application.Thumbprint}.der"];

        var refused = store.Validate(application.Sent(), Client);

        refused.Status.ShouldBe(StatusCodes.BadCertificateUntrusted);
        refused.ToldStatus.ShouldBe(StatusCodes.BadSecurityChecksFailed);
        refused.KeptAt.ShouldBe(kept);
        File.ReadAllBytes(kept).ShouldBe(application.Der);
        store.List().Single().State.ShouldBe(CertificateState.Rejected);

        var trusted = store.Trust(application.Thumbprint.ToLowerInvariant()).ShouldNotBeNull();

        trusted.State.ShouldBe(CertificateState.Trusted);
        trusted.File.ShouldBe(_folder[$"trusted/certs/{application.Thumbprint}.der"]);
        File.Exists(kept).ShouldBeFalse();
        store.List().ShouldBe([trusted]);
        store.Validate(application.Sent(), Client).IsGood.ShouldBeTrue();

        store.Reject(application.Thumbprint)!.State.ShouldBe(CertificateState.Rejected);

        store.Validate(application.Sent(), Client).Status.ShouldBe(StatusCodes.BadCertificateUntrusted);
        Directory.GetFiles(_folder["trusted/certs"]).ShouldBeEmpty();
        store.Trust("00").ShouldBeNull();
        store.Reject("../../../etc/passwd").ShouldBeNull();
    }

    [Fact]
    public void A_person_who_moves_a_file_or_adds_one_in_PEM_is_understood_at_once()
    {
        var store = Store();
        var application = TestIdentity.Application();
        var other = TestIdentity.Application(change: c => c.Key = TestIdentity.OtherKey);
        var kept = store.Validate(application.Sent(), Client).KeptAt!;
        Directory.CreateDirectory(_folder["trusted/certs"]);

        File.Move(kept, _folder["trusted/certs/gauge at the weir.der"]);

        store.Validate(application.Sent(), Client).IsGood.ShouldBeTrue();
        store.Validate(other.Sent(), Client).IsGood.ShouldBeFalse();

        File.WriteAllText(_folder["trusted/certs/both.pem"], "Gauges\n" + Pem(application) + "\n" + Pem(other));

        store.Validate(other.Sent(), Client).IsGood.ShouldBeTrue();

        File.Delete(_folder["trusted/certs/both.pem"]);

        store.Validate(other.Sent(), Client).IsGood.ShouldBeFalse();
        store.Validate(application.Sent(), Client).IsGood.ShouldBeTrue();
    }

    [Fact]
    public void A_revocation_list_counts_as_soon_as_it_is_written_also_over_the_last_one()
    {
        var authority = TestIdentity.Authority();
        var (first, second) = (TestIdentity.Application(authority), TestIdentity.Application(authority));
        var store = Store();
        Put("trusted/certs/authority.pem", System.Text.Encoding.ASCII.GetBytes(Pem(authority)));

        store.Validate(first.Sent(), Client).Status.ShouldBe(StatusCodes.BadCertificateRevocationUnknown);
        Put("trusted/crl/authority.crl", authority.RevocationList([second]));
        store.Validate(first.Sent(), Client).Status.ShouldBe(StatusCodes.Good);
        store.Validate(second.Sent(), Client).Status.ShouldBe(StatusCodes.BadCertificateRevoked);

        // In place and of the same length: the folder's time stays, the file's length too.
        Put("trusted/crl/authority.crl", authority.RevocationList([first]));

        store.Validate(first.Sent(), Client).Status.ShouldBe(StatusCodes.BadCertificateRevoked);
        store.Validate(second.Sent(), Client).Status.ShouldBe(StatusCodes.Good);
    }

    [Fact]
    public void Issuers_and_their_lists_complete_chains_and_are_listed()
    {
        var root = TestIdentity.Authority();
        var intermediate = TestIdentity.Authority("Intermediate", root);
        var store = Store();
        Put("trusted/certs/root.der", root.Der);
        Put("trusted/crl/root.crl", root.RevocationList());
        Put("issuers/certs/intermediate.der", intermediate.Der);
        Put("issuers/crl/intermediate.pem", System.Text.Encoding.ASCII.GetBytes(PemEncoding.WriteString("X509 CRL", intermediate.RevocationList())));

        store.Validate(TestIdentity.Application(intermediate).Sent(), Client).Status.ShouldBe(StatusCodes.Good);

        store.List().Select(e => (e.Thumbprint, e.State)).ShouldBe([(root.Thumbprint, CertificateState.Trusted), (intermediate.Thumbprint, CertificateState.Issuer)]);
        store.List()[0].Subject.ShouldBe("CN=Authority, O=Catchment");
        store.List()[0].NotAfter.ShouldBe(TestIdentity.Now.AddYears(1));
        store.List()[0].NotBefore.ShouldBe(TestIdentity.Now.AddYears(-1));
    }

    [Fact]
    public void Only_so_many_refused_ones_are_kept_and_those_that_were_longest_not_seen_go_first()
    {
        var store = Store(new CertificateStoreOptions { MaxRejected = 3, Time = _time });
        var knocking = Enumerable.Range(0, 5).Select(i => TestIdentity.Application(change: c => c.Name = $"Gauge {i}")).ToArray();
        for (var i = 0; i < knocking.Length; i++)
        {
            var kept = store.Validate(knocking[i].Sent(), Client).KeptAt!;
            File.SetLastWriteTimeUtc(kept, new DateTime(2020, 1, 1 + i, 0, 0, 0, DateTimeKind.Utc));

            // The first one knocks again and again.
            store.Validate(knocking[0].Sent(), Client);
        }

        store.List().Select(e => e.Thumbprint).ShouldBe([knocking[0].Thumbprint, knocking[3].Thumbprint, knocking[4].Thumbprint], ignoreOrder: true);
    }

    [Fact]
    public void Nothing_that_a_certificate_says_gets_into_a_path()
    {
        var store = Store();
        var hostile = TestIdentity.Application(change: c => (c.Name, c.Uri) = ("../../../../tmp/x", "file:///etc/passwd"));

        store.Validate(hostile.Sent(), Client).KeptAt.ShouldBe(_folder[$"rejected/{hostile.Thumbprint}.der"]);

        Directory.GetFileSystemEntries(_folder.FullPath, "*", SearchOption.AllDirectories)
            .ShouldBe([_folder["rejected"], _folder[$"rejected/{hostile.Thumbprint}.der"]], ignoreOrder: true);
    }

    [Fact]
    public void Strangers_are_trusted_from_then_on_if_the_configuration_wants_it()
    {
        var options = new CertificateStoreOptions { Acceptance = CertificateAcceptance.Auto, Time = _time };
        var store = Store(options);
        var application = TestIdentity.Application();
        var late = TestIdentity.Application(change: c => c.NotAfter = TestIdentity.Now.AddSeconds(-1));
        var issued = TestIdentity.Application(TestIdentity.Authority());

        store.Validate(application.Sent(), Client).IsGood.ShouldBeTrue();
        store.Validate(late.Sent(), Client).Status.ShouldBe(StatusCodes.BadCertificateTimeInvalid);
        store.Validate(issued.Sent(TestIdentity.Authority()), Client).Status.ShouldBe(StatusCodes.BadCertificateUntrusted);

        store.List().Where(e => e.State == CertificateState.Trusted).Select(e => e.Thumbprint).ShouldBe([application.Thumbprint]);
        Store(options with { Acceptance = CertificateAcceptance.Reject }).Validate(application.Sent(), Client).IsGood.ShouldBeTrue();
        _log.Lines.ShouldContain(l => l.Contains("trusting from now on CN=Gauge"));
    }

    [Fact]
    public void Whom_somebody_has_rejected_is_not_taken_for_a_stranger()
    {
        var store = Store(new CertificateStoreOptions { Acceptance = CertificateAcceptance.Auto, Time = _time });
        var application = TestIdentity.Application();
        store.Validate(application.Sent(), Client).IsGood.ShouldBeTrue();

        store.Reject(application.Thumbprint);

        store.Validate(application.Sent(), Client).Status.ShouldBe(StatusCodes.BadCertificateUntrusted);
        store.Trust(application.Thumbprint);
        store.Validate(application.Sent(), Client).IsGood.ShouldBeTrue();
    }

    [Fact]
    public void Only_so_many_strangers_are_trusted_by_themselves()
    {
        var store = Store(new CertificateStoreOptions { Acceptance = CertificateAcceptance.Auto, MaxAutomatic = 2, Time = _time });

        var taken = Enumerable.Range(0, 4).Select(i => store.Validate(TestIdentity.Application(change: c => c.Name = $"{i}").Sent(), Client).IsGood);

        taken.ShouldBe([true, true, false, false]);
    }

    [Fact]
    public void The_log_tells_reason_and_file_once_until_something_changes()
    {
        var store = Store();
        var application = TestIdentity.Application();
        for (var i = 0; i < 5; i++)
            store.Validate(application.Sent(), Client);

        var line = _log.Lines.ShouldHaveSingleItem();
        line.ShouldContain("is not trusted");
        line.ShouldContain("BadCertificateUntrusted");
        line.ShouldContain(_folder[$"rejected/{application.Thumbprint}.der"]);

        store.Trust(application.Thumbprint);
        store.Validate(application.Sent(), Client);
        store.Reject(application.Thumbprint);
        store.Validate(application.Sent(), Client);

        _log.Lines.Count.ShouldBe(2);
    }

    [Fact]
    public void A_file_that_is_no_certificate_is_passed_over_and_told_of_once()
    {
        var store = Store();
        var application = TestIdentity.Application();
        Put("trusted/certs/a.der", "not a certificate"u8.ToArray());
        Put("trusted/certs/b.der", [0x30, 0x03, 1, 2, 3]);
        Put("trusted/certs/.c.der.tmp", [0x30, 0x03, 1, 2, 3]);
        Put("trusted/certs/d.der", application.Der);
        Put("trusted/crl/e.crl", [0x30, 0x03, 1, 2, 3]);

        for (var i = 0; i < 3; i++)
            store.Validate(application.Sent(), Client).IsGood.ShouldBeTrue();

        _log.Lines.Count.ShouldBe(3);
        _log.Lines.ShouldContain(l => l.Contains("a.der"));
        _log.Lines.ShouldContain(l => l.Contains("b.der"));
        _log.Lines.ShouldContain(l => l.Contains("e.crl"));
    }

    [Fact]
    public void A_certificate_is_trusted_from_its_bytes_and_only_one_at_a_time()
    {
        var store = Store();
        var application = TestIdentity.Application();

        store.Trust(System.Text.Encoding.ASCII.GetBytes(Pem(application))).Thumbprint.ShouldBe(application.Thumbprint);
        store.Trust(application.Der).State.ShouldBe(CertificateState.Trusted);

        store.List().Count.ShouldBe(1);
        store.Validate(application.Sent(), Client).IsGood.ShouldBeTrue();
        Should.Throw<OpcUaException>(() => store.Trust("nothing"u8)).Status.ShouldBe(StatusCodes.BadCertificateInvalid);
        Should.Throw<OpcUaException>(() => store.Trust(System.Text.Encoding.ASCII.GetBytes(Pem(application) + "\n" + Pem(application))))
            .Status.ShouldBe(StatusCodes.BadCertificateInvalid);
    }

    [Fact]
    public void One_of_several_in_a_file_is_not_taken_out_of_it()
    {
        var store = Store();
        var (application, authority) = (TestIdentity.Application(), TestIdentity.Authority());
        Put("trusted/certs/both.pem", System.Text.Encoding.ASCII.GetBytes(Pem(application) + "\n" + Pem(authority)));

        Should.Throw<OpcUaException>(() => store.Reject(application.Thumbprint)).Message.ShouldContain("both.pem");

        store.Validate(application.Sent(), Client).IsGood.ShouldBeTrue();
    }

    [Fact]
    public void A_store_that_cannot_be_written_still_decides()
    {
        File.WriteAllText(_folder["rejected"], "a file where the folder should be");
        var store = Store();
        var (application, other) = (TestIdentity.Application(), TestIdentity.Application());
        Put("trusted/certs/d.der", application.Der);

        store.Validate(application.Sent(), Client).IsGood.ShouldBeTrue();
        var refused = store.Validate(other.Sent(), Client);

        refused.Status.ShouldBe(StatusCodes.BadCertificateUntrusted);
        refused.KeptAt.ShouldBeNull();
        _log.Lines.ShouldContain(l => l.Contains("cannot write"));
        Should.Throw<OpcUaException>(() => store.Reject(application.Thumbprint)).Status.ShouldBe(StatusCodes.BadConfigurationError);
        store.Validate(application.Sent(), Client).IsGood.ShouldBeTrue();
    }

    [Theory]
    [InlineData(nameof(StatusCodes.BadCertificateInvalid), false)]
    [InlineData(nameof(StatusCodes.BadCertificateChainIncomplete), false)]
    [InlineData(nameof(StatusCodes.BadCertificatePolicyCheckFailed), false)]
    [InlineData(nameof(StatusCodes.BadCertificateUntrusted), false)]
    [InlineData(nameof(StatusCodes.BadCertificateTimeInvalid), true)]
    [InlineData(nameof(StatusCodes.BadCertificateIssuerTimeInvalid), false)]
    [InlineData(nameof(StatusCodes.BadCertificateHostNameInvalid), true)]
    [InlineData(nameof(StatusCodes.BadCertificateUriInvalid), true)]
    [InlineData(nameof(StatusCodes.BadCertificateUseNotAllowed), true)]
    [InlineData(nameof(StatusCodes.BadCertificateIssuerUseNotAllowed), false)]
    [InlineData(nameof(StatusCodes.BadCertificateRevocationUnknown), true)]
    [InlineData(nameof(StatusCodes.BadCertificateIssuerRevocationUnknown), false)]
    [InlineData(nameof(StatusCodes.BadCertificateRevoked), false)]
    [InlineData(nameof(StatusCodes.BadCertificateIssuerRevoked), false)]
    [InlineData(nameof(StatusCodes.Good), true)]
    public void A_peer_is_told_what_it_can_mend_and_not_whom_the_store_trusts(string name, bool isTold)
    {
        var status = (StatusCode)typeof(StatusCodes).GetField(name)!.GetValue(null)!;

        new CertificateValidation(status, string.Empty).ToldStatus.ShouldBe(isTold ? status : StatusCodes.BadSecurityChecksFailed);
    }

    [Fact]
    public void Several_threads_use_one_store_at_once()
    {
        var store = Store(new CertificateStoreOptions { MaxRejected = 4, Time = _time });
        var known = TestIdentity.Application();
        var strangers = Enumerable.Range(0, 8).Select(i => TestIdentity.Application(change: c => c.Name = $"{i}")).ToArray();
        store.Trust(known.Der);

        Parallel.For(0, 64, i =>
        {
            store.Validate(known.Sent(), Client).IsGood.ShouldBeTrue();
            store.Validate(strangers[i % strangers.Length].Sent(), Client).Status.ShouldBe(StatusCodes.BadCertificateUntrusted);
        });

        store.List().Count(e => e.State == CertificateState.Rejected).ShouldBe(4);
    }

    private static string Pem(TestIdentity identity) => PemEncoding.WriteString("CERTIFICATE", identity.Der);

    private CertificateStore Store(CertificateStoreOptions? options = null) =>
        new(_folder.FullPath, options ?? new CertificateStoreOptions { Time = _time }, _log);

    private void Put(string file, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[file])!);
        File.WriteAllBytes(_folder[file], content);
    }
}
