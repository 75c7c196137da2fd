using Catchment.Protocols.Mqtt;

namespace Catchment.Tags.Tests.Mqtt;

/// <summary>A client whose broker is the test: it accepts, ends, and acknowledges as it is told.</summary>
internal sealed class StubClient(MqttClientOptions options) : IMqttClient
{
    private readonly Lock _gate = new();
    private readonly List<(MqttMessage Message, TaskCompletionSource Done)> _published = [];
    private readonly SemaphoreSlim _arrived = new(0);
    private int _read;

    public MqttClientOptions Options => options;

    public bool IsConnected { get; private set; }

    public bool IsClosed { get; private set; }

    public bool AcknowledgesAtOnce { get; set; } = true;

    public int Pending => 0;

    /// <summary>The will of the connection.</summary>
    public MqttMessage? Will { get; private set; }

    /// <summary>How many messages there were.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _published.Count;
        }
    }

    public void Start()
    {
    }

    public void Connect()
    {
        Will = options.Will?.Invoke();
        IsConnected = true;
        options.Observer!.Connected(false);
    }

    public void Disconnect()
    {
        IsConnected = false;
        options.Observer!.Disconnected("test");
    }

    public Task PublishAsync(MqttMessage message, CancellationToken cancel = default)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate) _published.Add((message, done));
        if (AcknowledgesAtOnce) done.SetResult();
        _arrived.Release();
        return done.Task.WaitAsync(cancel);
    }

    /// <summary>The next message.</summary>
    public async Task<MqttMessage> NextAsync()
    {
        await _arrived.WaitAsync().InTimeAsync();
        lock (_gate) return _published[_read++].Message;
    }

    /// <summary>Ends a publication.</summary>
    public void Finish(int index, Exception? refusal = null)
    {
        TaskCompletionSource done;
        lock (_gate) done = _published[index].Done;
        if (refusal is null) done.SetResult();
        else done.SetException(refusal);
    }

    public ValueTask DisposeAsync()
    {
        (IsClosed, IsConnected) = (true, false);
        return ValueTask.CompletedTask;
    }
}
