using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Messages;

using Catchment.Protocols.OpcUa.Server;

namespace Catchment.Protocols.Tests.OpcUa;

public sealed class OpcUaSessionTests
{
    private static ReadRequest State() => new() { NodesToRead = [new ReadValueId { NodeId = new NodeId(2259), AttributeId = 13 }] };

    private readonly ManualTime _time = new();

    [Fact]
    public async Task The_servers_own_nodes_are_read_browsed_and_watched()
    {
        await using var server = OpcUaServer.Start(TestServer.Plain);
        await using var client = await TestChannel.OpenSessionAsync(server.Endpoints[0]);
        (await client.AskAsync<ReadResponse>(State())).Results.ShouldHaveSingleItem().Value.ShouldBe(new Variant((int)ServerState.Running));
        var browsed = await client.AskAsync<BrowseResponse>(new BrowseRequest { NodesToBrowse = [new BrowseDescription { NodeId = new NodeId(84), ResultMask = BrowseResultMask.All }] });
        browsed.Results.ShouldHaveSingleItem().References.ShouldNotBeEmpty();
        var subscription = await client.AskAsync<CreateSubscriptionResponse>(new CreateSubscriptionRequest { RequestedPublishingInterval = 50, RequestedLifetimeCount = 1000, RequestedMaxKeepAliveCount = 10, PublishingEnabled = true });
        var items = await client.AskAsync<CreateMonitoredItemsResponse>(new CreateMonitoredItemsRequest
        {
            SubscriptionId = subscription.SubscriptionId,
            ItemsToCreate = [new MonitoredItemCreateRequest { ItemToMonitor = State().NodesToRead[0], MonitoringMode = MonitoringMode.Reporting, RequestedParameters = new MonitoringParameters { ClientHandle = 5, SamplingInterval = 50, QueueSize = 1 } }],
        });
        items.Results.ShouldHaveSingleItem().StatusCode.ShouldBe(StatusCodes.Good);
        var published = await client.AskAsync<PublishResponse>(new PublishRequest());
        published.SubscriptionId.ShouldBe(subscription.SubscriptionId);
        published.NotificationMessage.NotificationData.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Requests_behind_one_that_waits_are_answered_before_it()
    {
        await using var server = OpcUaServer.Start(TestServer.Plain);
        await using var client = await TestChannel.OpenSessionAsync(server.Endpoints[0]);
        await client.AskAsync<CreateSubscriptionResponse>(new CreateSubscriptionRequest { RequestedPublishingInterval = 3_600_000, RequestedLifetimeCount = 1000, RequestedMaxKeepAliveCount = 100 });
        var waiting = client.BeginAsync(new PublishRequest { RequestHeader = RequestHeader.Empty with { RequestHandle = 4711 } });
        var reads = Enumerable.Range(0, 100).Select(_ => client.AskAsync<ReadResponse>(State())).ToArray();
        await Task.WhenAll(reads).InTimeAsync();
        waiting.IsCompleted.ShouldBeFalse();
        (await client.AskAsync<CancelResponse>(new CancelRequest { RequestHandle = 4711 })).CancelCount.ShouldBe(1u);
        (await waiting.InTimeAsync()).ResponseHeader.ServiceResult.ShouldBe(StatusCodes.BadRequestCancelledByClient);
    }

    [Fact]
    public async Task Closing_a_session_answers_what_waits_in_it()
    {
        await using var server = OpcUaServer.Start(TestServer.Plain);
        await using var client = await TestChannel.OpenSessionAsync(server.Endpoints[0]);
        await client.AskAsync<CreateSubscriptionResponse>(new CreateSubscriptionRequest { RequestedPublishingInterval = 3_600_000, RequestedLifetimeCount = 1000, RequestedMaxKeepAliveCount = 100 });
        var waiting = client.BeginAsync(new PublishRequest());
        await client.AskAsync<CloseSessionResponse>(new CloseSessionRequest { DeleteSubscriptions = true });
        (await waiting.InTimeAsync()).ResponseHeader.ServiceResult.ShouldBe(StatusCodes.BadSessionClosed);
    }

    [Fact]
    public async Task Deleting_the_last_subscription_answers_what_waits_for_one()
    {
        await using var server = OpcUaServer.Start(TestServer.Plain);
        await using var client = await TestChannel.OpenSessionAsync(server.Endpoints[0]);
        var created = await client.AskAsync<CreateSubscriptionResponse>(new CreateSubscriptionRequest { RequestedPublishingInterval = 3_600_000, RequestedLifetimeCount = 1000, RequestedMaxKeepAliveCount = 100 });
        var waiting = client.BeginAsync(new PublishRequest());
        await client.AskAsync<DeleteSubscriptionsResponse>(new DeleteSubscriptionsRequest { SubscriptionIds = [created.SubscriptionId] });
        (await waiting.InTimeAsync()).ResponseHeader.ServiceResult.ShouldBe(StatusCodes.BadNoSubscription);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    [InlineData("urn:test:server", true)]
    [InlineData("urn:test:server-behind", false)]
    public async Task A_session_is_opened_with_this_server_only(string? uri, bool isOpened)
    {
        await using var server = OpcUaServer.Start(TestServer.Plain);
        await using var client = await TestChannel.OpenAsync(server.Endpoints[0]);
        if (isOpened)
            await client.CreateSessionAsync(r => r with { ServerUri = uri });
        else
            (await Should.ThrowAsync<OpcUaException>(() => client.CreateSessionAsync(r => r with { ServerUri = uri }))).Status.ShouldBe(StatusCodes.BadServerUriInvalid);
        server.Sessions.ShouldBe(isOpened ? 1 : 0);
    }

    [Fact]
    public async Task Nobody_is_found_on_the_network()
    {
        await using var server = OpcUaServer.Start(TestServer.Plain);
        await using var client = await TestChannel.OpenSessionAsync(server.Endpoints[0]);
        (await client.FailureAsync(new FindServersOnNetworkRequest())).ShouldBe(StatusCodes.BadServiceUnsupported);
        (await client.AskAsync<ReadResponse>(State())).Results.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_request_before_the_activation_closes_the_session()
    {
        await using var server = OpcUaServer.Start(TestServer.Plain);
        await using var client = await TestChannel.OpenAsync(server.Endpoints[0]);
        await client.CreateSessionAsync();
        (await client.FailureAsync(State())).ShouldBe(StatusCodes.BadSessionNotActivated);
        server.Sessions.ShouldBe(0);
        (await client.FailureAsync(State())).ShouldBe(StatusCodes.BadSessionIdInvalid);
    }

    [Fact]
    public async Task Nobody_gets_anything_by_another_ones_token()
    {
        await using var server = OpcUaServer.Start(TestServer.Plain);
        await using var client = await TestChannel.OpenSessionAsync(server.Endpoints[0]);
        await using var other = await TestChannel.OpenAsync(server.Endpoints[0]);
        foreach (var request in new IServiceRequest[] { State(), new BrowseRequest(), new CreateSubscriptionRequest(), new CallRequest(), new CloseSessionRequest() })
            (await other.FailureAsync(request)).ShouldBe(StatusCodes.BadSessionIdInvalid);
        other.TakeSession(client);
        (await other.FailureAsync(State())).ShouldBe(StatusCodes.BadSecureChannelIdInvalid);
        (await other.FailureAsync(new CloseSessionRequest())).ShouldBe(StatusCodes.BadSecureChannelIdInvalid);
        await client.AskAsync<ReadResponse>(State());
    }

    [Fact]
    public async Task A_session_survives_its_connection_and_goes_on_through_another()
    {
        await using var server = OpcUaServer.Start(TestServer.Plain);
        await using var client = await TestChannel.OpenSessionAsync(server.Endpoints[0]);
        await using var other = await TestChannel.OpenAsync(server.Endpoints[0]);
        other.TakeSession(client);
        await other.ActivateAsync();
        await other.AskAsync<ReadResponse>(State());
        (await client.FailureAsync(State())).ShouldBe(StatusCodes.BadSecureChannelIdInvalid);
        server.Sessions.ShouldBe(1);

        await other.DisposeAsync();
        await Eventually.TrueAsync(() => server.Connections == 1);
        client.TakeSession(other);
        await client.ActivateAsync();
        await client.AskAsync<ReadResponse>(State());
    }

    [Fact]
    public async Task A_session_that_was_never_active_goes_with_its_connection()
    {
        await using var server = OpcUaServer.Start(TestServer.Plain);
        await using (var client = await TestChannel.OpenAsync(server.Endpoints[0]))
        {
            await client.CreateSessionAsync();
            server.Sessions.ShouldBe(1);
        }

        await Eventually.TrueAsync(() => server.Sessions == 0);
    }

    [Fact]
    public async Task A_session_without_requests_is_closed_when_its_time_is_over()
    {
        await using var server = OpcUaServer.Start(TestServer.By(_time));
        await using var client = await TestChannel.OpenAsync(server.Endpoints[0]);
        (await client.CreateSessionAsync(r => r with { RequestedSessionTimeout = 30_000 })).RevisedSessionTimeout.ShouldBe(30_000);
        await client.ActivateAsync();
        _time.Advance(TimeSpan.FromSeconds(29));
        await client.AskAsync<ReadResponse>(State());
        _time.Advance(TimeSpan.FromSeconds(29));
        server.Sessions.ShouldBe(1);
        _time.Advance(TimeSpan.FromSeconds(2));
        server.Sessions.ShouldBe(0);
        (await client.FailureAsync(State())).ShouldBe(StatusCodes.BadSessionIdInvalid);
    }

    [Theory]
    [InlineData(0, 3_600_000)]
    [InlineData(-5, 3_600_000)]
    [InlineData(double.NaN, 3_600_000)]
    [InlineData(double.PositiveInfinity, 3_600_000)]
    [InlineData(1, 10_000)]
    [InlineData(1e300, 3_600_000)]
    [InlineData(45_000, 45_000)]
    public async Task The_time_out_of_a_session_is_revised(double wished, double given)
    {
        await using var server = OpcUaServer.Start(TestServer.Plain);
        await using var client = await TestChannel.OpenAsync(server.Endpoints[0]);
        (await client.CreateSessionAsync(r => r with { RequestedSessionTimeout = wished })).RevisedSessionTimeout.ShouldBe(given);
    }

    [Fact]
    public async Task There_are_no_more_sessions_than_there_may_be_and_who_is_not_active_makes_room()
    {
        await using var server = OpcUaServer.Start(TestServer.Plain with { MaxSessions = 2 });
        await using var first = await TestChannel.OpenSessionAsync(server.Endpoints[0]);
        await using var idle = await TestChannel.OpenAsync(server.Endpoints[0]);
        await idle.CreateSessionAsync();
        await using var second = await TestChannel.OpenSessionAsync(server.Endpoints[0]);
        (await idle.FailureAsync(new ActivateSessionRequest())).ShouldBe(StatusCodes.BadSessionIdInvalid);
        await using var third = await TestChannel.OpenAsync(server.Endpoints[0]);
        (await Should.ThrowAsync<OpcUaException>(() => third.CreateSessionAsync())).Status.ShouldBe(StatusCodes.BadTooManySessions);
        await first.AskAsync<CloseSessionResponse>(new CloseSessionRequest());
        await third.CreateSessionAsync();
    }

    [Fact]
    public async Task One_connection_does_not_take_all_sessions_that_are_not_active()
    {
        await using var server = OpcUaServer.Start(TestServer.Plain);
        await using var client = await TestChannel.OpenAsync(server.Endpoints[0]);
        for (var i = 0; i < 10; i++)
            await client.CreateSessionAsync();
        (await Should.ThrowAsync<OpcUaException>(() => client.CreateSessionAsync())).Status.ShouldBe(StatusCodes.BadTooManySessions);
    }

    [Fact]
    public async Task Identities_that_are_not_offered_are_refused_each_with_its_code()
    {
        await using var server = OpcUaServer.Start(TestServer.Plain with { AllowAnonymous = false });
        await using var client = await TestChannel.OpenAsync(server.Endpoints[0]);
        await client.CreateSessionAsync();
        (await client.FailureAsync(Activate(null))).ShouldBe(StatusCodes.BadIdentityTokenRejected);
        (await client.FailureAsync(Activate(new AnonymousIdentityToken { PolicyId = "other" }))).ShouldBe(StatusCodes.BadIdentityTokenInvalid);
        (await client.FailureAsync(Activate(new UserNameIdentityToken { UserName = "anna" }))).ShouldBe(StatusCodes.BadIdentityTokenRejected);
        (await client.FailureAsync(Activate(new Argument()))).ShouldBe(StatusCodes.BadIdentityTokenInvalid);
        (await client.FailureAsync(new ActivateSessionRequest { UserIdentityToken = new ExtensionObject(new NodeId(324), [1, 2, 3]) })).ShouldBe(StatusCodes.BadIdentityTokenInvalid);
    }

    [Fact]
    public async Task Wrong_passwords_are_not_looked_at_without_end()
    {
        var looked = 0;
        var options = TestServer.Plain with
        {
            Time = _time,
            AllowPlainPasswords = true,
            CheckUser = (_, password, _) =>
            {
                looked++;
                return ValueTask.FromResult(password == "right" ? new OpcUaUser("anna") : null);
            },
        };
        await using var server = OpcUaServer.Start(options);
        await using var client = await TestChannel.OpenAsync(server.Endpoints[0]);
        await client.CreateSessionAsync();
        for (var i = 0; i < 20; i++)
            (await Should.ThrowAsync<OpcUaException>(() => client.ActivateAsync("anna", "wrong"))).Status.ShouldBe(StatusCodes.BadUserAccessDenied);
        looked.ShouldBe(10);
        (await Should.ThrowAsync<OpcUaException>(() => client.ActivateAsync("anna", "right"))).Status.ShouldBe(StatusCodes.BadUserAccessDenied);
        _time.Advance(TimeSpan.FromSeconds(6));
        await client.ActivateAsync("anna", "right");
        looked.ShouldBe(11);
    }

    [Fact]
    public async Task Another_user_may_take_a_session_over_on_its_channel_and_nobody_on_another()
    {
        await using var server = OpcUaServer.Start(TestServer.Plain with { AllowPlainPasswords = true, CheckUser = static (name, _, _) => ValueTask.FromResult<OpcUaUser?>(new OpcUaUser(name)) });
        await using var client = await TestChannel.OpenSessionAsync(server.Endpoints[0]);
        await client.ActivateAsync("anna");
        await using var other = await TestChannel.OpenAsync(server.Endpoints[0]);
        other.TakeSession(client);
        (await Should.ThrowAsync<OpcUaException>(() => other.ActivateAsync("berta"))).Status.ShouldBe(StatusCodes.BadIdentityChangeNotSupported);
        await client.AskAsync<ReadResponse>(State());
        await other.ActivateAsync("anna");
    }

    [Fact]
    public async Task A_response_that_is_too_large_for_its_client_is_told_as_such()
    {
        await using var server = OpcUaServer.Start(TestServer.Plain);
        var read = new ReadRequest { NodesToRead = [.. Enumerable.Repeat(new ReadValueId { NodeId = new NodeId(2255), AttributeId = 13 }, 1_000)] };
        await using var small = await TestChannel.OpenSessionAsync(server.Endpoints[0], new TestChannelOptions { MaxMessageSize = 20_000 });
        (await small.FailureAsync(read)).ShouldBe(StatusCodes.BadResponseTooLarge);
        await using var few = await TestChannel.OpenSessionAsync(server.Endpoints[0], new TestChannelOptions { BufferSize = 8192, MaxChunkCount = 2 });
        (await few.FailureAsync(read with { RequestHeader = RequestHeader.Empty })).ShouldBe(StatusCodes.BadResponseTooLarge);
        await using var many = await TestChannel.OpenSessionAsync(server.Endpoints[0], new TestChannelOptions { BufferSize = 8192 });
        (await many.AskAsync<ReadResponse>(read with { RequestHeader = RequestHeader.Empty })).Results.Length.ShouldBe(1_000);
        await using var session = await TestChannel.OpenAsync(server.Endpoints[0]);
        await session.CreateSessionAsync(r => r with { MaxResponseMessageSize = 20_000 });
        await session.ActivateAsync();
        (await session.FailureAsync(read with { RequestHeader = RequestHeader.Empty })).ShouldBe(StatusCodes.BadResponseTooLarge);
    }

    [Fact]
    public async Task A_stop_is_told_and_leaves_the_port_free()
    {
        var server = OpcUaServer.Start(TestServer.Plain);
        var endpoint = server.Endpoints[0];
        await using var client = await TestChannel.OpenSessionAsync(endpoint);
        await server.StopAsync(CancellationToken.None).InTimeAsync();
        await client.Closed.InTimeAsync();
        server.Connections.ShouldBe(0);
        await using var next = OpcUaServer.Start(TestServer.Plain with { Listen = [endpoint] });
        await using var again = await TestChannel.OpenSessionAsync(endpoint);
    }

    [Fact]
    public async Task A_stop_ends_the_connection_and_answers_no_publish_with_a_fault()
    {
        await using var server = OpcUaServer.Start(TestServer.Plain);
        await using var client = await TestChannel.OpenSessionAsync(server.Endpoints[0]);
        await client.AskAsync<CreateSubscriptionResponse>(new CreateSubscriptionRequest { RequestedPublishingInterval = 3_600_000, RequestedLifetimeCount = 30, RequestedMaxKeepAliveCount = 10 });
        var waiting = client.BeginAsync(new PublishRequest());
        await client.AskAsync<GetEndpointsResponse>(new GetEndpointsRequest { EndpointUrl = "opc.tcp://localhost" }); // The one before it has come.

        await server.StopAsync(CancellationToken.None).InTimeAsync();

        (await client.Closed.InTimeAsync()).ShouldBe(StatusCodes.BadShutdown);
        (await Should.ThrowAsync<OpcUaException>(waiting)).Status.ShouldBe(StatusCodes.BadShutdown);
    }

    private static ActivateSessionRequest Activate(IUaStructure? token) => new() { UserIdentityToken = token is null ? null : new ExtensionObject(token) };
}
