using Catchment.Tags.Calculation;
using Catchment.Tags.Gateway;
using Catchment.Tags.Http;
using Catchment.Tags.Mappings;
using Catchment.Tags.Mqtt;
using Catchment.Tags.Mqtt.Publishing;
using Catchment.Tags.Settings;
using Catchment.Tags.Store;
using Catchment.Tags.Tests.Cases;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Tags.Tests.Http;

/// <summary>The vectors' HTTP cases, with real calculation tags and a real MQTT publisher behind the API.</summary>
public sealed class CasesTests(CasesTests.Gateways gateways) : IClassFixture<CasesTests.Gateways>
{
    private static readonly IReadOnlyDictionary<string, ApiCase> Cases = ApiCase.Load("http_cases.json");

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_answers_are_those_of_the_vectors(string name) => await new CaseRunner((await gateways.ForAsync(Cases[name].Policy)).Client, socketPath: null).RunAsync(Cases[name]);

    /// <summary>A gateway for each policy that a case needs.</summary>
    public sealed class Gateways : IAsyncLifetime, IDisposable
    {
        private readonly Dictionary<UnknownKeys, TestGateway> _gateways = [];
        private readonly List<(CalculationEngine Engine, Task Run, MqttPublisher Publisher)> _desks = [];
        private readonly CancellationTokenSource _stop = new();

        public Task InitializeAsync() => Task.CompletedTask;

        public async Task DisposeAsync()
        {
            await _stop.CancelAsync();
            foreach (var gateway in _gateways.Values)
                await gateway.DisposeAsync();
            foreach (var (engine, run, publisher) in _desks)
            {
                await run.InTimeAsync();
                engine.Dispose();
                await publisher.DisposeAsync();
            }
        }

        public void Dispose() => _stop.Dispose();

        internal async Task<TestGateway> ForAsync(string? policy)
        {
            var unknownKeys = policy switch
            {
                "ignore" => UnknownKeys.Ignore,
                "reject" => UnknownKeys.Reject,
                _ => UnknownKeys.Register,
            };
            if (!_gateways.TryGetValue(unknownKeys, out var gateway))
                _gateways[unknownKeys] = gateway = await TestGateway.StartAsync(unknownKeys: unknownKeys, change: AddDesks);
            return gateway;
        }

        private GatewayApiParts AddDesks(GatewayModel model, GatewayApiParts parts)
        {
            var engine = new CalculationEngine(new MappingTable<CalculationTag>(null), model.Store, new CalculationSettings(), new CalculationMetrics(parts.Numbers), parts.Time, NullLogger.Instance);
            var surroundings = new MqttSurroundings { Options = new MqttOptions(), Metrics = new MqttMetrics(parts.Numbers), Time = parts.Time, Logger = NullLogger.Instance };
            var publisher = new MqttPublisher(model.Store, documents: null, surroundings);
            _desks.Add((engine, engine.RunAsync(_stop.Token), publisher));
            model.Add(engine);
            model.Add(publisher);
            return parts with { Calculation = engine, Mqtt = publisher };
        }
    }
}
