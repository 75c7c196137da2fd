using System.Text.Json;
using System.Text.Json.Nodes;
using Catchment.Tags.Http;

namespace Catchment.Tags.Tests.Http;

/// <summary>Desks that note what the API asks of them.</summary>
internal sealed class TestDesks : ICalculationDesk, IMqttDesk, ISyncDesk
{
    private JsonNode _configuration = JsonNode.Parse("""{"enabled":false,"brokers":[],"mappings":[]}""")!;

    public List<CalculationRequest> Registered { get; } = [];

    public List<string> Removed { get; } = [];

    public int Evaluations { get; private set; }

    public string? Refusal { get; set; }

    public bool IsBroken { get; set; }

    public void Register(CalculationRequest request)
    {
        Check(static text => new CalculationRefusedException(text));
        Registered.Add(request);
    }

    public void Write(Utf8JsonWriter writer) => writer.WriteRawValue("""{"running":true,"tag_count":0,"update_interval":1.0,"evaluation_order":[],"tags":{}}""");

    public bool Remove(string name)
    {
        Check(static text => new CalculationRefusedException(text));
        Removed.Add(name);
        return true;
    }

    public void Evaluate() => Evaluations++;

    public Task ConfigureAsync(JsonElement configuration, CancellationToken cancellation)
    {
        Check(static text => new MqttConfigurationException(text));
        _configuration = JsonNode.Parse(configuration.GetRawText())!;
        return Task.CompletedTask;
    }

    public void WriteConfiguration(Utf8JsonWriter writer) => _configuration.WriteTo(writer);

    public void WriteStatus(Utf8JsonWriter writer) => writer.WriteRawValue("""{"enabled":false,"running":false,"brokers_count":0,"mappings_count":0,"broker_status":{}}""");

    public void WriteMappings(Utf8JsonWriter writer) => writer.WriteRawValue("{}");

    public Task<bool> RemoveMappingAsync(string id, CancellationToken cancellation)
    {
        Removed.Add(id);
        return Task.FromResult(false);
    }

    public ValueTask<byte[]?> ReadAsync(CancellationToken cancellation) => ValueTask.FromResult<byte[]?>([.. """{"total_syncs":3,"running":true}"""u8]);

    private void Check(Func<string, Exception> refuse)
    {
        if (IsBroken)
            throw new IOException("the disk is full");
        if (Refusal is { } text)
            throw refuse(text);
    }
}
