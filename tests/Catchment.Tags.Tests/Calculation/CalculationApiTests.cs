using Catchment.Core.Diagnostics;
using Catchment.Tags.Calculation;
using Catchment.Tags.Http;
using Catchment.Tags.Servers;
using Catchment.Tags.Settings;
using Catchment.Tags.State;
using Catchment.Tags.Store;
using Catchment.Tags.Tests.Cases;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Tags.Tests.Calculation;

/// <summary>Calculated tags over the HTTP API, kept in the gateway's file. Source: tags 7, and the vectors' cases of it.</summary>
public sealed class CalculationApiTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_answers_are_those_of_the_vectors()
    {
        var cases = ApiCase.Load("http_cases.json").Values.Where(one => one.Name.StartsWith("calculation", StringComparison.Ordinal)).ToList();
        cases.Count.ShouldBe(8);
        await using var gateway = await Gateway.StartAsync(_folder["gateway.db"]);

        foreach (var one in cases)
            await new CaseRunner(gateway.Client, socketPath: null).RunAsync(one);
    }

    [Fact]
    public async Task Tags_and_their_points_come_back_after_a_restart()
    {
        await using (var gateway = await Gateway.StartAsync(_folder["gateway.db"]))
        {
            gateway.Engine.Register(new CalculationRequest("sum", "A + B", new Dictionary<string, string> { ["A"] = "a", ["B"] = "b" }, 4, 1));
            gateway.Engine.Register(new CalculationRequest("gone", "1", new Dictionary<string, string>(), 0, 1));
            gateway.Engine.Remove("gone");
        }

        await using var again = await Gateway.StartAsync(_folder["gateway.db"]);
        again.Store.TryGet("sum", out var point).ShouldBeTrue();
        point!.Definition.Default.ShouldBe(TagValue.Of(4.0));
        again.Store.Write("a", new TagWrite(TagValue.Of(2.0), TagOrigin.Http));
        again.Store.Write("b", new TagWrite(TagValue.Of(3.0), TagOrigin.Http));
        using var changes = again.Store.Subscribe(new HashSet<string> { "sum" });
        while (point.Read().Value != TagValue.Of(5.0))
        {
            await changes.WaitAsync(CancellationToken.None).InTimeAsync();
            while (changes.TryTake(out _))
            {
            }
        }
    }

    private sealed class Gateway : IAsyncDisposable
    {
        private readonly NodeMetrics _node = new(TimeProvider.System, "1");
        private readonly CancellationTokenSource _stop = new();
        private readonly GatewayState _state;
        private readonly ServiceSwitches _services;
        private readonly GatewayApi _api;
        private Task _running = Task.CompletedTask;

        private Gateway(string path)
        {
            _state = GatewayState.Open(path, TimeProvider.System, NullLogger.Instance);
            var model = _state.OpenModel(new TagStoreSettings(), TimeProvider.System);
            var numbers = _node.ForService("gateway");
            Store = model.Store;
            Engine = new CalculationEngine(model.Calculations, Store, new CalculationSettings(), new CalculationMetrics(numbers), TimeProvider.System, NullLogger.Instance);
            model.Add(Engine);
            _services = new ServiceSwitches([], static _ => true, null, NullLogger.Instance);
            _api = new GatewayApi(
                new GatewayHttpOptions { Listen = ["127.0.0.1:0"] },
                new GatewayApiParts { Model = model, Services = _services, Calculation = Engine, Numbers = numbers, Version = "1", Time = TimeProvider.System, Loggers = NullLoggerFactory.Instance });
        }

        public TagStore Store { get; }

        public CalculationEngine Engine { get; }

        public HttpClient Client { get; } = new() { Timeout = Patience.Limit };

        public static async Task<Gateway> StartAsync(string path)
        {
            var gateway = new Gateway(path);
            await gateway._api.StartAsync(CancellationToken.None);
            gateway.Client.BaseAddress = gateway._api.Addresses[0];
            gateway._running = gateway.Engine.RunAsync(gateway._stop.Token);
            return gateway;
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _running.InTimeAsync();
            Client.Dispose();
            await _api.DisposeAsync();
            Engine.Dispose();
            _services.Dispose();
            _state.Dispose();
            _stop.Dispose();
            _node.Dispose();
        }
    }
}
