using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.EndToEnd.Tests.Secrecy;

/// <summary>A server beside the member site, which redirects with a token in the address and answers errors with one in the body.</summary>
internal sealed class TokenSite : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TokenSite(WebApplication app) => _app = app;

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public static async Task<TokenSite> StartAsync(Planted planted)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication app = builder.Build();
        app.MapGet("/go", () => Results.Redirect($"/back?code={planted["redirect"]}"));
        app.MapGet("/back", (HttpResponse response) =>
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return Results.Json(new { access_token = planted["body"] }, statusCode: StatusCodes.Status404NotFound);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new TokenSite(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
