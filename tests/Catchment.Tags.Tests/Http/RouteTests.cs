using System.Net;
using Catchment.Tags.Store;

namespace Catchment.Tags.Tests.Http;

/// <summary>What the routes answer beside the vectors' cases.</summary>
public sealed class RouteTests : IAsyncLifetime
{
    private readonly TestDesks _desks = new();
    private TestGateway _gateway = null!;

    public async Task InitializeAsync() => _gateway = await TestGateway.StartAsync(change: (_, parts) => parts with { Calculation = _desks, Mqtt = _desks, Sync = _desks });

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Theory]
    [InlineData("GET", "/Health", 404, null)]
    [InlineData("GET", "/DATA", 404, null)]
    [InlineData("GET", "/history", 404, null)]
    [InlineData("GET", "/history/a/b", 404, null)]
    [InlineData("GET", "/mappings", 404, null)]
    [InlineData("HEAD", "/data", 405, "GET")]
    [InlineData("OPTIONS", "/write", 405, "POST")]
    [InlineData("PUT", "/mappings/modbus", 405, "GET, POST")]
    [InlineData("GET", "/mappings/modbus/x", 405, "DELETE")]
    [InlineData("GET", "/services/modbus/enable", 405, "POST")]
    [InlineData("POST", "/services/modbus", 404, null)]
    public async Task What_has_no_route_is_answered_as_the_original_does(string method, string path, int status, string? allowed)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await _gateway.Client.SendAsync(request);

        ((int)response.StatusCode).ShouldBe(status);
        response.Content.Headers.Allow.ShouldBe(allowed?.Split(", ") ?? []);
        if (method != "HEAD")
            (await response.Content.ReadAsStringAsync()).ShouldBe(status == 404 ? """{"detail":"Not Found"}""" : """{"detail":"Method Not Allowed"}""");
    }

    [Fact]
    public async Task A_key_with_a_slash_is_one_segment_when_it_is_encoded()
    {
        await _gateway.PostAsync("/write", """{"key":"plant/line 1/%2F ü","value":7}""");

        var (status, json) = await _gateway.GetAsync($"/history/{Uri.EscapeDataString("plant/line 1/%2F ü")}");

        status.ShouldBe(200);
        ((double)json![0]!["value"]!).ShouldBe(7);
    }

    [Fact]
    public async Task A_write_is_seen_as_one_of_HTTP_and_an_automatic_registration_is_told()
    {
        var seen = new Seen();
        using var observing = _gateway.Store.Observe(seen);

        var (_, json) = await _gateway.PostAsync("/write", """{"key":"new","value":1}""");

        json!.ToJsonString().ShouldBe("""{"ok":true,"registered":true}""");
        seen.Origins.ShouldBe([TagOrigin.Http]);
        (await _gateway.PostAsync("/write", """{"key":"new","value":2}""")).Json!.ToJsonString().ShouldBe("""{"ok":true}""");
    }

    [Fact]
    public async Task An_address_may_come_as_digits_and_a_key_goes_before_it()
    {
        await _gateway.PostAsync("/register", """{"key":"a","address":50001}""");
        await _gateway.PostAsync("/register", """{"key":"b","address":50002}""");

        (await _gateway.PostAsync("/write", """{"address":" 50001 ","value":1}""")).Status.ShouldBe(200);
        (await _gateway.PostAsync("/write", """{"key":"b","address":50001,"value":2}""")).Status.ShouldBe(200);

        (await _gateway.GetAsync("/data")).Json!.ToJsonString().ShouldBe("""{"a":1.0,"b":2.0}""");
    }

    [Fact]
    public async Task A_bulk_registration_is_answered_with_its_members_in_the_order_of_the_original()
    {
        await _gateway.PostAsync("/register", """{"key":"t","address":50001}""");

        using var content = new StringContent("""{"points":[{"key":"a"},{},{"key":"b","address":50001},7]}""");
        using var response = await _gateway.Client.PostAsync(new Uri("/register/bulk", UriKind.Relative), content);

        var id = _gateway.Store.TryGet("a", out var point) ? point.Definition.Id.ToString("N") : "";
        (await response.Content.ReadAsStringAsync()).ShouldBe(
            """{"ok":false,"total_points":4,"successful":1,"failed":1,"results":[{"index":0,"key":"a","id":"ID","ok":true},{"index":2,"key":"b","ok":false,"error":"TAKEN"}],"errors":["Point 1: key required","Point 2 (b): TAKEN","Point 3: point must be an object"]}"""
                .Replace("ID", id, StringComparison.Ordinal)
                .Replace("TAKEN", "Address 50001 already used by key 't'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_byte_order_mark_in_front_of_a_body_is_passed_over()
    {
        (await _gateway.PostAsync("/write", "\uFEFF" + """{"key":"a","value":1}""")).Status.ShouldBe(200);
        (await _gateway.PostAsync("/write", "\uFEFF")).Status.ShouldBe(422);

        (await _gateway.GetAsync("/data")).Json!.ToJsonString().ShouldBe("""{"a":1.0}""");
    }

    [Fact]
    public async Task Simulation_writes_what_is_registered_and_registers_nothing()
    {
        await _gateway.PostAsync("/register", """{"key":"temperature"}""");

        await _gateway.PostAsync("/simulate", "");

        var data = (await _gateway.GetAsync("/data")).Json!.AsObject();
        data.Count.ShouldBe(1);
        ((double)data["temperature"]!).ShouldBeInRange(20, 35);
    }

    [Fact]
    public async Task Addresses_are_filled_with_zeros_as_far_as_that_ends_and_a_window_shows_just_itself()
    {
        await _gateway.PostAsync("/register/bulk", """{"points":[{"key":"low","address":3,"default":5},{"key":"far","address":900000000000,"default":6},{"key":"below","address":-2,"default":7}]}""");

        var all = (await _gateway.GetAsync("/addr")).Json!.AsObject();
        all.Count.ShouldBe((1 << 20) + 1);
        ((int)all["3"]!).ShouldBe(5);
        ((int)all["900000000000"]!).ShouldBe(6);
        (await _gateway.GetAsync("/addr?start=-3&count=4")).Json!.ToJsonString().ShouldBe("""{"-3":0,"-2":7,"-1":0,"0":0}""");
        (await _gateway.GetAsync("/addr?start=900000000000&count=1")).Json!.ToJsonString().ShouldBe("""{"900000000000":6}""");
        (await _gateway.GetAsync("/addr?count=0")).Status.ShouldBe(400);
        (await _gateway.GetAsync("/addr?start=x")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task An_address_that_another_point_took_leads_to_that_one()
    {
        await _gateway.PostAsync("/register", """{"key":"old","address":5,"default":1}""");
        await _gateway.PostAsync("/register", """{"key":"new","address":5,"default":2,"allow_address_conflict":true}""");

        (await _gateway.GetAsync("/addr?start=5&count=1")).Json!.ToJsonString().ShouldBe("""{"5":2}""");
    }

    [Fact]
    public async Task Points_are_found_by_a_part_of_their_keys_page_by_page()
    {
        for (var i = 0; i < 25; i++)
            _gateway.Store.Register(new PointRegistration { Key = i % 2 == 0 ? $"Boiler{i}" : $"room{i}" });

        var found = (await _gateway.GetAsync("/points?search=boiler&offset=10&limit=2")).Json!;

        ((int)found["total"]!, (int)found["matched"]!).ShouldBe((25, 13));
        found["points"]!.AsArray().Select(static point => (string)point!["key"]!).ShouldBe(["Boiler20", "Boiler22"]);
        (await _gateway.GetAsync("/points?limit=0")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task Limits_of_a_point_refuse_or_clamp()
    {
        await _gateway.PostAsync("/register", """{"key":"refused","limits":{"low":0,"high":10}}""");
        await _gateway.PostAsync("/register", """{"key":"clamped","limits":{"high":10,"clamp":true}}""");

        (await _gateway.PostAsync("/write", """{"key":"refused","value":11}""")).Status.ShouldBe(400);
        (await _gateway.PostAsync("/write", """{"key":"clamped","value":11}""")).Status.ShouldBe(200);

        (await _gateway.GetAsync("/data")).Json!.ToJsonString().ShouldBe("""{"refused":0,"clamped":10.0}""");
    }

    [Fact]
    public async Task A_registration_that_cannot_be_kept_is_answered_503_and_leaves_nothing()
    {
        await using var gateway = await TestGateway.StartAsync(journal: new FullDisk());

        var (status, json) = await gateway.PostAsync("/register", """{"key":"a"}""");

        status.ShouldBe(503);
        json!["detail"].ShouldNotBeNull();
        (await gateway.PostAsync("/write", """{"key":"b","value":1}""")).Status.ShouldBe(503);
        (await gateway.GetAsync("/data")).Json!.ToJsonString().ShouldBe("{}");
    }

    [Fact]
    public async Task A_calculation_tag_goes_to_its_desk_and_refusals_come_back()
    {
        (await _gateway.PostAsync("/calculation-tags", """{"name":"sum","formula":"A+B","variables":{"A":"a","B":null},"default_value":"1.5","period":2}""")).Json!.ToJsonString().ShouldBe("""{"ok":true,"name":"sum"}""");
        var request = _desks.Registered.ShouldHaveSingleItem();
        (request.Name, request.Formula, request.DefaultValue, request.Period).ShouldBe(("sum", "A+B", 1.5, 2));
        request.Variables.ShouldBe(new Dictionary<string, string> { ["A"] = "a", ["B"] = "" }, ignoreOrder: true);

        (await _gateway.DeleteAsync("/calculation-tags/a%2Fb")).Status.ShouldBe(200);
        (await _gateway.PostAsync("/calculation-tags/evaluate", "")).Status.ShouldBe(200);
        _desks.Removed.ShouldBe(["a/b"]);
        _desks.Evaluations.ShouldBe(1);

        _desks.Refusal = "circular dependency: a -> b -> a";
        var (status, json) = await _gateway.PostAsync("/calculation-tags", """{"name":"x","formula":"A"}""");
        (status, (string)json!["detail"]!).ShouldBe((400, _desks.Refusal));
        _desks.IsBroken = true;
        (await _gateway.PostAsync("/calculation-tags", """{"name":"x","formula":"A"}""")).Status.ShouldBe(503);
    }

    [Fact]
    public async Task A_configuration_of_MQTT_goes_to_its_desk_and_refusals_come_back()
    {
        const string Configuration = """{"enabled":true,"brokers":[{"id":"b"}],"mappings":[],"own":1}""";

        (await _gateway.PostAsync("/mqtt-publisher/config", Configuration)).Status.ShouldBe(200);
        (await _gateway.GetAsync("/mqtt-publisher/config")).Json!.ToJsonString().ShouldBe(Configuration);
        (await _gateway.DeleteAsync("/mappings/mqtt-publisher/q")).Json!.ToJsonString().ShouldBe("""{"ok":true,"message":"Mapping q deleted successfully"}""");

        _desks.Refusal = "Error updating MQTT Publisher config: no name";
        var (status, json) = await _gateway.PostAsync("/mqtt-publisher/config", "{}");
        (status, (string)json!["detail"]!).ShouldBe((400, _desks.Refusal));
    }

    [Fact]
    public async Task Without_a_sync_its_statistics_say_that_none_runs()
    {
        await using var gateway = await TestGateway.StartAsync();

        (await gateway.GetAsync("/sync/stats")).Json!.ToJsonString().ShouldBe("""{"running":false}""");
        (await _gateway.GetAsync("/sync/stats")).Json!.ToJsonString().ShouldBe("""{"total_syncs":3,"running":true}""");
        (await gateway.GetAsync("/calculation-tags")).Status.ShouldBe(503);
    }

    [Fact]
    public async Task Deleting_a_mapping_unregisters_its_key_only_when_nothing_else_refers_to_it()
    {
        await _gateway.PostAsync("/register/bulk", """{"points":[{"key":"shared"},{"key":"kept"}]}""");
        await _gateway.PostAsync("/mappings/modbus", """{"id":"m/1","key":"shared","register_address":1}""");
        await _gateway.PostAsync("/mappings/iec104", """{"id":"i","key":"shared","ioa":1}""");
        await _gateway.PostAsync("/mappings/snmp", """{"id":"s","key":"kept","oid":"1.3.6"}""");
        _gateway.Model.Add(new Referring("kept"));

        (await _gateway.DeleteAsync("/mappings/modbus/m%2F1")).Status.ShouldBe(200);
        (await _gateway.GetAsync("/data")).Json!.AsObject().Count.ShouldBe(2);
        await _gateway.DeleteAsync("/mappings/iec104/i");
        await _gateway.DeleteAsync("/mappings/snmp/s");

        (await _gateway.GetAsync("/data")).Json!.ToJsonString().ShouldBe("""{"kept":0}""");
    }

    [Fact]
    public async Task Requests_are_counted_by_route_and_class_of_status()
    {
        await _gateway.GetAsync("/history/none");
        await _gateway.GetAsync("/history/other");
        await _gateway.GetAsync("/nowhere");

        var metrics = await _gateway.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative));

        metrics.ShouldContain("catchment_gateway_http_requests_total{route=\"/history/{key}\",status=\"4xx\"} 2\n");
        metrics.ShouldContain("catchment_gateway_http_requests_total{route=\"other\",status=\"4xx\"} 1\n");
        metrics.ShouldContain("catchment_gateway_http_in_flight 1\n");
    }

    [Fact]
    public async Task The_description_names_every_route_and_the_pages_load_nothing_from_elsewhere()
    {
        var paths = (await _gateway.GetAsync("/openapi.json")).Json!["paths"]!.AsObject();
        paths.Select(static path => path.Key).ShouldContain("/mappings/snmp/{id}");
        paths["/write"]!["post"]!["requestBody"].ShouldNotBeNull();

        foreach (var page in new[] { "/", "/docs", "/redoc" })
        {
            using var response = await _gateway.Client.GetAsync(new Uri(page, UriKind.Relative));
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            var html = await response.Content.ReadAsStringAsync();
            html.ShouldNotContain("src=");
            html.ShouldNotContain("http://");
            html.ShouldNotContain("https://");
            response.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'; connect-src 'self'");
        }
    }

    private sealed class Referring(string key) : Catchment.Tags.Gateway.IKeyReferences
    {
        public bool RefersTo(string one) => one == key;
    }

    private sealed class Seen : ITagObserver
    {
        public List<TagOrigin> Origins { get; } = [];

        public void Written(DataPoint point, in PointState before, in PointState now, TagOrigin origin) => Origins.Add(origin);
    }

    private sealed class FullDisk : IPointJournal
    {
        public void Save(IReadOnlyList<PointDefinition> definitions) => throw new IOException("the disk is full");

        public void Remove(string key) => throw new IOException("the disk is full");
    }
}
