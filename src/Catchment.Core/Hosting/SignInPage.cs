using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Catchment.Core.Hosting;

/// <summary>The page that asks for the token. It holds no data of the node, loads nothing, and needs no script.</summary>
internal static class SignInPage
{
    private const string Style =
        ":root{color-scheme:light dark}*{box-sizing:border-box}" +
        "body{margin:0;min-height:100vh;display:grid;place-items:center;padding:16px;font:16px/1.5 system-ui,sans-serif;background:light-dark(#f3f5f5,#0f1615);color:light-dark(#16211f,#e6eeec)}" +
        "main{width:100%;max-width:380px;padding:28px;border-radius:12px;background:light-dark(#fff,#18211f);border:1px solid light-dark(#d9dfdf,#2b3735)}" +
        "h1{margin:0 0 4px;font-size:1.35rem}p{margin:0 0 16px;color:light-dark(#586764,#97a8a4);font-size:.94rem}" +
        "label{display:block;font-weight:600;margin-bottom:4px}" +
        "input,button{width:100%;font:inherit;padding:9px 12px;border-radius:8px;border:1px solid light-dark(#b9c4c4,#45524f);background:light-dark(#fff,#0f1615);color:inherit}" +
        "button{margin-top:14px;border:0;background:light-dark(#0c7a82,#4fc3c4);color:light-dark(#fff,#05201f);font-weight:650;cursor:pointer}" +
        ":focus-visible{outline:2.5px solid light-dark(#0c7a82,#4fc3c4);outline-offset:2px}" +
        "[role=alert]{color:light-dark(#b3261e,#ff9a90);font-weight:600}code{font-size:.9em}";

    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Answers with the page.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">The status code.</param>
    /// <param name="next">Where the browser goes afterwards.</param>
    /// <param name="problem">Why the last try failed; null for none.</param>
    public static Task WriteAsync(HttpContext context, int status, string next, string? problem)
    {
        HttpResponse response = context.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "same-origin"; // under no-referrer the browser would send its form as from "null"
        string alert = problem is null ? "" : $"<p role=\"alert\">{WebUtility.HtmlEncode(problem)}</p>";
        return response.WriteAsync(
            $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Sign in: Catchment</title>
            <style>{Style}</style>
            </head>
            <body>
            <main>
            <h1>Catchment</h1>
            <p>This node shows itself to those who have its token: the one that is configured as <code>web.token</code>, or the one in the file <code>token</code> of its state folder.</p>
            {alert}
            <form method="post" action="{SignIn.Path}">
            <input type="hidden" name="next" value="{WebUtility.HtmlEncode(next)}">
            <label for="token">Token</label>
            <input id="token" name="token" type="password" autocomplete="current-password" maxlength="1024" required autofocus>
            <button>Sign in</button>
            </form>
            </main>
            </body>
            </html>

            """,
            context.RequestAborted);
    }
}
