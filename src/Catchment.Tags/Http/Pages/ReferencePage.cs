using System.Text;
using System.Text.Encodings.Web;

namespace Catchment.Tags.Http.Pages;

/// <summary>The API as a page: no script, nothing from elsewhere.</summary>
internal static class ReferencePage
{
    private const string Style = """
        body{font:15px/1.45 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1rem;color:#1c2733;background:#fff}
        h2{border-bottom:1px solid #cdd6df;margin-top:2rem}
        section{margin:1rem 0;padding:.6rem .9rem;border:1px solid #cdd6df;border-radius:6px}
        b{display:inline-block;min-width:4.2rem}
        code,pre{font:13px/1.4 ui-monospace,monospace}
        pre{background:#f3f6f9;padding:.5rem;overflow:auto;white-space:pre-wrap;word-break:break-word;margin:.3rem 0}
        dl{margin:.3rem 0}dt{font-weight:600}dd{margin:0 0 .3rem 1rem}
        @media (prefers-color-scheme:dark){body{color:#dce4ec;background:#12181f}pre{background:#1b242e}h2,section{border-color:#36434f}a{color:#7db7f0}}
        """;

    /// <summary>The page.</summary>
    internal static string Write(IReadOnlyList<GatewayRoute> routes, string version)
    {
        var page = new StringBuilder();
        page.Append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Catchment gateway: API</title><style>")
            .Append(Style)
            .Append("</style></head><body><h1>Catchment gateway ").Append(Text(version)).Append("</h1><p>The HTTP API. For programs: <a href=\"openapi.json\">openapi.json</a>. Values, live: <a href=\"./\">overview</a>.</p>");
        foreach (var group in routes.GroupBy(static route => route.Group, StringComparer.Ordinal))
        {
            page.Append("<h2>").Append(Text(group.Key)).Append("</h2>");
            foreach (var route in group)
                Write(page, route);
        }

        return page.Append("</body></html>").ToString();
    }

    private static void Write(StringBuilder page, GatewayRoute route)
    {
        page.Append("<section><b>").Append(route.Method).Append("</b><code>").Append(Text(route.Template)).Append("</code><p>").Append(Text(route.Summary)).Append("</p>");
        if (route.Parameters.Count > 0)
        {
            page.Append("<dl>");
            foreach (var (name, meaning) in route.Parameters)
                page.Append("<dt><code>").Append(Text(name)).Append("</code></dt><dd>").Append(Text(meaning)).Append("</dd>");
            page.Append("</dl>");
        }

        if (route.Body is { } body)
            page.Append("<div>Body</div><pre>").Append(Text(body)).Append("</pre>");
        page.Append("<div>200</div><pre>").Append(Text(route.Answer)).Append("</pre>");
        foreach (var (status, when) in route.Otherwise)
            page.Append("<div>").Append(status).Append(": ").Append(Text(when)).Append("</div>");
        page.Append("</section>");
    }

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);
}
