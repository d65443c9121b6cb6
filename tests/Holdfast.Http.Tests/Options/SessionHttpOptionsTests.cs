using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Holdfast.Http.Tests;

public sealed class SessionHttpOptionsTests
{
    [Theory]
    [InlineData("no address", "BaseAddress")]
    [InlineData("no question", "WhoAmI")]
    [InlineData("relative address", "BaseAddress")]
    [InlineData("login path", "LoginPath")]
    [InlineData("retries", "MaxRetries")]
    [InlineData("delays", "MaxRetryDelay")]
    [InlineData("bytes", "MaxResponseBytes")]
    [InlineData("timeout", "AttemptTimeout")]
    public void Validation_BadValue_NamesTheProperty(string what, string property)
    {
        OptionsValidationException thrown = Assert.Throws<OptionsValidationException>(() => Read(options => Spoil(options, what)));
        Assert.Contains(property, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validation_Defaults_Pass() => Assert.Equal(3, Read(_ => { }).MaxRetries);

    private static SessionHttpOptions Read(Action<SessionHttpOptions> change)
    {
        ServiceCollection services = new();
        services.AddHoldfast().AddSessionHttp(options =>
        {
            options.BaseAddress = new Uri("https://k.example/");
            options.WhoAmI = (_, _) => Task.FromResult(Identity.Member("anna"));
            change(options);
        });
        using ServiceProvider provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<SessionHttpOptions>>().Value;
    }

    private static void Spoil(SessionHttpOptions options, string what)
    {
        switch (what)
        {
            case "no address":
                options.BaseAddress = null;
                break;
            case "no question":
                options.WhoAmI = null;
                break;
            case "relative address":
                options.BaseAddress = new Uri("/x", UriKind.Relative);
                break;
            case "login path":
                options.LoginPath = "login";
                break;
            case "retries":
                options.MaxRetries = -1;
                break;
            case "delays":
                options.RetryDelay = TimeSpan.FromMinutes(5);
                break;
            case "bytes":
                options.MaxResponseBytes = 0;
                break;
            default:
                options.AttemptTimeout = TimeSpan.Zero;
                break;
        }
    }
}
