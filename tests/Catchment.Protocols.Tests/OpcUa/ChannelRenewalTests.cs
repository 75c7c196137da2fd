using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Binary;
using Catchment.Protocols.OpcUa.Channels;
using Catchment.Protocols.OpcUa.Security;
using Catchment.Protocols.OpcUa.Transport;

namespace Catchment.Protocols.Tests.OpcUa;

/// <summary>Which tokens of a channel count when. Source: OPC 10000-4, 5.5.2; OPC 10000-6, 6.7.4.</summary>
public sealed class ChannelRenewalTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly Lock _gate = new();
    private readonly SecureChannel _server;
    private readonly SecureChannel _client;
    private uint _token;

    public ChannelRenewalTests()
    {
        (_server, _client) = (New(isServer: true), New(isServer: false));
        Renew();
    }

    public void Dispose()
    {
        _server.Dispose();
        _client.Dispose();
    }

    [Fact]
    public void A_server_goes_on_with_the_old_token_until_its_client_uses_the_new_one()
    {
        var underWay = Written(_client);
        Renew();
        Receive(underWay).ShouldBe(1u);
        Sent().ShouldBe(1u);
        Receive(Written(_client)).ShouldBe(2u);
        Sent().ShouldBe(2u);
    }

    [Fact]
    public void A_server_sends_nothing_with_a_token_that_is_over_though_its_client_is_silent()
    {
        Renew();
        _time.Advance(TimeSpan.FromSeconds(10));
        Sent().ShouldBe(1u);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Sent().ShouldBe(2u);
    }

    [Fact]
    public void What_was_on_its_way_is_taken_until_a_quarter_after_its_tokens_time()
    {
        var (first, second) = (Written(_client), Written(_client));
        _time.Advance(TimeSpan.FromSeconds(8));
        Renew();
        _time.Advance(TimeSpan.FromSeconds(4.5));
        Receive(first).ShouldBe(1u);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Should.Throw<OpcUaException>(() => Receive(second)).Status.ShouldBe(StatusCodes.BadSecureChannelTokenUnknown);
    }

    [Fact]
    public void A_client_that_renews_twice_without_a_word_may_use_the_token_between()
    {
        Renew();
        var between = Written(_client);
        Renew();
        Receive(between).ShouldBe(2u);
        Sent().ShouldBe(2u);
        Receive(Written(_client)).ShouldBe(3u);
        Sent().ShouldBe(3u);
    }

    [Fact]
    public void Of_a_client_that_renews_without_end_the_oldest_tokens_go()
    {
        var first = Written(_client);
        for (var i = 0; i < 5; i++)
            Renew();
        Should.Throw<OpcUaException>(() => Receive(first)).Status.ShouldBe(StatusCodes.BadSecureChannelTokenUnknown);
        Sent().ShouldBe(6u);
    }

    private SecureChannel New(bool isServer)
    {
        var limits = new TransportLimits
        {
            ReceiveChunkSize = 8192,
            SendChunkSize = 8192,
            ReceiveMessageSize = 8192,
            SendMessageSize = 8192,
            ReceiveChunkCount = 1,
            SendChunkCount = 1,
        };
        return new SecureChannel(SecurityPolicy.Basic256Sha256, MessageSecurityMode.SignAndEncrypt, limits, _time, isServer) { Id = 5 };
    }

    private void Renew()
    {
        _token++;
        foreach (var channel in new[] { _server, _client })
        {
            var (sending, receiving) = TokenKeys.Derive(channel.Policy, channel.Mode, [.. Enumerable.Repeat((byte)_token, 32)], new byte[32], channel == _server);
            channel.Install(new ChannelToken(_token, _time.GetTimestamp(), TimeSpan.FromSeconds(10), sending, receiving));
        }
    }

    private static byte[] Written(SecureChannel channel)
    {
        using var writer = new UaWriter();
        channel.Write(writer, MessageType.Message, 1, new byte[10]);
        return writer.Written.ToArray();
    }

    /// <summary>The token of a message that the server takes.</summary>
    private uint Receive(byte[] chunk) => Opened(_server, chunk);

    /// <summary>The token of what the server sends; its client takes it.</summary>
    private uint Sent() => Opened(_client, Written(_server));

    private uint Opened(SecureChannel receiver, byte[] chunk)
    {
        receiver.Open(chunk, _gate).Length.ShouldBe(10);
        return BitConverter.ToUInt32(chunk, 12);
    }
}
