using System.Text.Json;
using Catchment.Tags.Board;
using Catchment.Tags.Mappings;
using Catchment.Tags.Servers;
using Catchment.Tags.Store;
using Catchment.WebConsole.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Catchment.WebConsole.Api.Tags;

/// <summary>What the API answers about the gateway, and how it switches its servers.</summary>
internal sealed class GatewayRoutes(GatewayWindow window)
{
    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapApi("tags/gateway", Gateway, TagRoutes.Operation("The gateway: its store, its protocol servers, its sync and the devices of its poller.", typeof(GatewayItem)));
        routes.MapApiChange(HttpMethods.Put, "tags/services", Switch, TagRoutes.Operation(
            "Switches a protocol server on or off, for good; answers when it serves, or when its port is free again.", typeof(GatewayServiceItem)) with
        {
            MayBeMissing = "There is no such service.",
            Parameters = [new("name", "The service.") { IsNeeded = true, OneOf = MappingDesk.Protocols }, new("enabled", "Whether it is to run.") { IsNeeded = true, OneOf = ["true", "false"] }],
        });
        routes.MapApiChange(HttpMethods.Put, "tags/certificates", Judge, TagRoutes.Operation(
            "Trusts the certificate of an OPC UA client, or trusts it no longer.", typeof(GatewayCertificateItem)) with
        {
            MayBeMissing = "There is no such certificate.",
            Parameters = [new("thumbprint", "The certificate's SHA-1, 40 hexadecimal digits.") { IsNeeded = true }, new("trusted", "Whether it is trusted.") { IsNeeded = true, OneOf = ["true", "false"] }],
        });
    }

    private Task Gateway(HttpContext context) => ApiAnswer.FromCatalogAsync(context, async () =>
    {
        _ = new Question(context);
        RunningGateway running = window.Running;
        TagStore store = running.Model.Store;
        byte[]? sync = running.Sync is { } desk ? await desk.ReadAsync(context.RequestAborted) : null;
        Span<int> qualities = stackalloc int[3];
        foreach (DataPoint point in store.Points)
            qualities[(int)point.Read().Quality]++;
        var answer = new GatewayItem(
            new GatewayStoreItem(store.Count, qualities[0], qualities[1], qualities[2], store.Writes, store.HistoryEntries, store.HistoryBytes),
            [.. running.Services.All.Select(s => GatewayServiceItem.Of(s, window.Mappings.Count(s.Name)))],
            sync is null ? null : JsonElement.Parse(sync),
            running.Poller is { } poller ? [.. poller.Devices.Select(GatewayDeviceItem.Of)] : null,
            running.OpcUa is { } opcUa ? GatewayOpcUaItem.Of(opcUa) : null,
            running.Iec104 is { } iec104 ? GatewayIec104Item.Of(iec104) : null,
            running.Snmp is { } snmp ? GatewaySnmpItem.Of(snmp) : null,
            window.Parts.AllowsWrites,
            window.Now);
        await ApiAnswer.JsonAsync(context, answer, ApiJson.Default.GatewayItem);
    });

    private Task Switch(HttpContext context) => ApiAnswer.FromCatalogAsync(context, async () =>
    {
        var question = new Question(context, "name", "enabled");
        string name = question.Needed("name");
        bool isEnabled = (question.Choice("enabled", "true", "false") ?? throw new QuestionException("enabled", "nothing", "true or false")) == "true";
        ServiceSwitches services = window.Running.Services;
        if (!await services.SwitchAsync(name, isEnabled, context.RequestAborted))
        {
            await ApiAnswer.ProblemAsync(context, StatusCodes.Status404NotFound, "There is no such service.");
            return;
        }

        ServiceSwitch now = services.All.First(s => string.Equals(s.Name, name, StringComparison.OrdinalIgnoreCase));
        await ApiAnswer.JsonAsync(context, GatewayServiceItem.Of(now, window.Mappings.Count(now.Name)), ApiJson.Default.GatewayServiceItem);
    });

    private Task Judge(HttpContext context) => ApiAnswer.FromCatalogAsync(context, async () =>
    {
        var question = new Question(context, "thumbprint", "trusted");
        string thumbprint = question.Needed("thumbprint");
        bool isTrusted = (question.Choice("trusted", "true", "false") ?? throw new QuestionException("trusted", "nothing", "true or false")) == "true";
        await (window.Running.OpcUa?.Judge(thumbprint, isTrusted) is { } entry
            ? ApiAnswer.JsonAsync(context, GatewayCertificateItem.Of(entry), ApiJson.Default.GatewayCertificateItem)
            : ApiAnswer.ProblemAsync(context, StatusCodes.Status404NotFound, "There is no such certificate."));
    });
}
