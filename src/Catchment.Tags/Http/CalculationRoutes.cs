using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Catchment.Tags.Http;

/// <summary>Calculation tags. Source: <c>tags</c> 7.</summary>
internal sealed class CalculationRoutes(ICalculationDesk? desk, RequestBodies bodies)
{
    private const string Group = "Calculation tags";
    private const int MostVariables = 1000;

    /// <summary>The routes.</summary>
    internal IEnumerable<GatewayRoute> Routes =>
    [
        new("POST", "/calculation-tags", "Registers a calculation tag; one with the same name is replaced.", OnDesk(RegisterAsync))
        {
            Group = Group,
            Body = """{"name":"mean_temp","formula":"(A + B) / 2","variables":{"A":"boiler_temp","B":"room_temp"},"default_value":0.0,"period":1}""",
            Answer = """{"ok":true,"name":"mean_temp"}""",
            Otherwise = [(400, "A member is missing or wrong, or the formula is none.")],
        },
        new("GET", "/calculation-tags", "All calculation tags, their values and states.", OnDesk(static (context, desk) => Answer.JsonAsync(context, desk.Write)))
        {
            Group = Group,
            Answer = """{"running":true,"tag_count":1,"update_interval":1.0,"evaluation_order":["mean_temp"],"tags":{"mean_temp":{"value":21.0,"status":"good","error":null,"last_update":1795228279.1611767,"formula":"(A + B) / 2","variables":{"A":"boiler_temp","B":"room_temp"}}}}""",
        },
        new("DELETE", "/calculation-tags/{name}", "Removes a calculation tag, if there is one.", OnDesk(static (context, desk) =>
        {
            desk.Remove(PathSegment.Last(context));
            return Answer.OkAsync(context);
        })) { Group = Group },
        new("POST", "/calculation-tags/evaluate", "Evaluates all calculation tags at once.", OnDesk(static (context, desk) =>
        {
            desk.Evaluate();
            return Answer.OkAsync(context);
        })) { Group = Group },
    ];

    private RequestDelegate OnDesk(Func<HttpContext, ICalculationDesk, Task> answer) => context => desk is { } here
        ? answer(context, here)
        : Answer.ErrorAsync(context, StatusCodes.Status503ServiceUnavailable, "this gateway has no calculation tags");

    private async Task RegisterAsync(HttpContext context, ICalculationDesk here)
    {
        using var body = await bodies.ReadAsync(context);
        if (body is null)
            return;
        try
        {
            var request = Read(body);
            here.Register(request);
            await Answer.JsonAsync(context, writer =>
            {
                writer.WriteStartObject();
                writer.WriteBoolean("ok", true);
                writer.WriteString("name", request.Name);
                writer.WriteEndObject();
            });
        }
        catch (CalculationRefusedException e)
        {
            await Answer.ErrorAsync(context, StatusCodes.Status400BadRequest, e.Message);
        }
    }

    private static CalculationRequest Read(RequestBody body)
    {
        var name = body.Text("name") ?? throw new CalculationRefusedException("name required");
        var formula = body.Text("formula") ?? throw new CalculationRefusedException("formula required");
        Dictionary<string, string> variables = new(StringComparer.Ordinal);
        if (body["variables"] is { } given)
        {
            if (given.ValueKind != JsonValueKind.Object)
                throw new CalculationRefusedException("variables must be a dict");
            foreach (var variable in given.EnumerateObject())
            {
                if (variables.Count == MostVariables)
                    throw new CalculationRefusedException($"variables must be at most {MostVariables}");
                variables[variable.Name] = variable.Value.ValueKind switch
                {
                    JsonValueKind.String => variable.Value.GetString()!,
                    JsonValueKind.Null => "",
                    _ => throw new CalculationRefusedException("variables must map names to keys"),
                };
            }
        }

        return new CalculationRequest(name, formula, variables, Number(body, "default_value", 0), Number(body, "period", 1));
    }

    private static double Number(RequestBody body, string name, double otherwise)
    {
        var number = body[name] switch
        {
            null => otherwise,
            { ValueKind: JsonValueKind.Number } value => value.GetDouble(),
            { ValueKind: JsonValueKind.String } text when double.TryParse(text.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) => parsed,
            _ => double.NaN,
        };
        return double.IsFinite(number) ? number : throw new CalculationRefusedException($"{name} must be a number");
    }
}
