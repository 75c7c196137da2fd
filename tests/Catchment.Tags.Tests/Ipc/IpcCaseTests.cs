using Catchment.Tags.Store;
using Catchment.Tags.Tests.Cases;

namespace Catchment.Tags.Tests.Ipc;

public sealed class IpcCaseTests
{
    private static readonly IReadOnlyDictionary<string, ApiCase> Cases = ApiCase.Load("ipc_cases.json");

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Case_of_the_vectors(string name)
    {
        var one = Cases[name];
        using var host = new IpcHost(unknown: one.Policy == "reject" ? UnknownKeys.Reject : UnknownKeys.Register);
        using var http = new HttpClient(new StoreHandler(host.Store)) { BaseAddress = new Uri("http://localhost") };
        await new CaseRunner(http, host.Path).RunAsync(one);
    }
}
