using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Catchment.Core.Hosting;

/// <summary>
/// The cookie of a browser that has shown the token. It holds a time and a value derived from the token and that time, not the
/// token itself; it ends by itself, and with the token.
/// </summary>
/// <param name="token">The token.</param>
/// <param name="time">The clock.</param>
internal sealed class AccessCookie(AccessToken token, TimeProvider time)
{
    /// <summary>How long a browser stays signed in.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    private const int LongestValue = 128;

    /// <summary>Whether the request comes with a cookie that is still good.</summary>
    public bool IsGood(HttpContext context)
    {
        if (context.Request.Cookies[NameFor(context)] is not { Length: <= LongestValue } value)
        {
            return false;
        }

        int dot = value.IndexOf('.', StringComparison.Ordinal);
        return dot > 0
            && long.TryParse(value.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out long end)
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(value), Encoding.UTF8.GetBytes(Value(end)))
            && end > time.GetUtcNow().ToUnixTimeSeconds();
    }

    /// <summary>Gives the browser one.</summary>
    public void Give(HttpContext context)
    {
        CookieOptions options = Options(context);
        options.MaxAge = Lifetime;
        context.Response.Cookies.Append(NameFor(context), Value(time.GetUtcNow().Add(Lifetime).ToUnixTimeSeconds()), options);
    }

    /// <summary>Takes it away.</summary>
    public static void Take(HttpContext context) => context.Response.Cookies.Delete(NameFor(context), Options(context));

    // Two nodes on one machine share a host, and a browser does not tell their ports apart.
    private static string NameFor(HttpContext context) => $"catchment-{context.Connection.LocalPort}";

    private static CookieOptions Options(HttpContext context) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps,
        Path = "/",
        IsEssential = true,
    };

    private string Value(long end) =>
        $"{end}.{Base64Url.EncodeToString(token.Sign(Encoding.ASCII.GetBytes($"catchment-console:{end}")))}";
}
